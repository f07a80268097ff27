package io.eventbackfill.ledger;

import com.google.common.base.Strings;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ledger forbids to go on: the input has changed, another run holds it, events are in doubt, or
 * it can't be read or written. The message is for the user and names what is wrong.
 */
public final class LedgerRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerRefusedException(String message) {
    super(message);
  }

  public LedgerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The ledger's store failed. The kind of failure is told, too: many such exceptions hold a path
   * and nothing else, and one of a file that an interrupt closed not even that.
   *
   * @param what what can't be done, and what comes of it
   */
  public static LedgerRefusedException because(String what, IOException cause) {
    String kind = cause.getClass() == IOException.class ? "" : cause.getClass().getSimpleName();
    String detail =
        Stream.of(kind, Strings.nullToEmpty(cause.getMessage()))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    return new LedgerRefusedException(what + ": " + detail, cause);
  }

  /** The same where it is being read. */
  static LedgerRefusedException unreadable(IOException cause) {
    return because("the ledger can't be read", cause);
  }
}
