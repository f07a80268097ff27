package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.HttpTransport;
import org.junit.jupiter.api.Test;

class LifetimeTest {
  /** Counts how often it is closed. */
  private static final class Counting implements HttpTransport {
    private int closed;

    @Override
    public HttpReply send(HttpRequestSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private final Counting transport = new Counting();
  private final Lifetime lifetime = new Lifetime(transport);

  @Test
  void whatNobodyUsesIsClosedAtOnce() {
    lifetime.use();
    lifetime.rest();
    assertThat(transport.closed, is(0));

    lifetime.close();

    assertThat(transport.closed, is(1));
  }

  @Test
  void whatIsInUseIsClosedWhenItIsNot() {
    lifetime.use();
    lifetime.close();
    assertThat(transport.closed, is(0));

    lifetime.rest();

    assertThat(transport.closed, is(1));
  }
}
