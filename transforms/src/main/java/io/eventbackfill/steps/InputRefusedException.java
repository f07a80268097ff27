package io.eventbackfill.steps;

/**
 * The input as a whole must not be sent as it is. Nothing was sent. The message is for the user.
 */
public final class InputRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputRefusedException(String message) {
    super(message);
  }
}
