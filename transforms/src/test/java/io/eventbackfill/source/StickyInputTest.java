package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StickyInputTest {

  @Test
  void anEndStaysAnEndThoughTheSourceGrows() throws IOException {
    StickyInput input = new Growing();

    assertThat(input.read(), is(-1));
    assertThat(input.read(), is(-1));
    assertThat(input.ended(), is(true));
    assertThat(input.failed(), is(false));
  }

  @Test
  void aFailureStaysThatFailureThoughTheSourceRecovers() {
    StickyInput input = new Recovering();

    IOException first = assertThrows(IOException.class, input::read);
    IOException second = assertThrows(IOException.class, input::read);

    assertThat(second, sameInstance(first));
    assertThat(input.failed(), is(true));
    assertThat(input.ended(), is(false));
  }

  /** Has nothing at first, and something later. */
  private static final class Growing extends StickyInput {
    private int reads;

    @Override
    int readSome(byte[] into, int from, int length) {
      return reads++ == 0 ? -1 : 1;
    }
  }

  /** Fails at first, and has something later. */
  private static final class Recovering extends StickyInput {
    private int reads;

    @Override
    int readSome(byte[] into, int from, int length) throws IOException {
      if (reads++ == 0) {
        throw new IOException("once");
      }
      return 1;
    }
  }
}
