package io.eventbackfill.ledger;

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
}
