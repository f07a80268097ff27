package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

/** What a user reads when the ledger's store fails. */
class LedgerRefusedExceptionTest {
  private static String unreadable(IOException cause) {
    return String.valueOf(LedgerRefusedException.unreadable(cause).getMessage());
  }

  @Test
  void aFileThatAnInterruptClosedIsNotNull() {
    assertThat(
        unreadable(new ClosedByInterruptException()),
        is("the ledger can't be read: ClosedByInterruptException"));
  }

  @Test
  void aPathSaysWhatIsWrongWithIt() {
    assertThat(
        unreadable(new AccessDeniedException("ledger/runs")),
        is("the ledger can't be read: AccessDeniedException: ledger/runs"));
  }

  @Test
  void wordsAreLeftAsTheyAre() {
    assertThat(
        unreadable(new IOException("can't list s3://bucket/ledger")),
        is("the ledger can't be read: can't list s3://bucket/ledger"));
  }
}
