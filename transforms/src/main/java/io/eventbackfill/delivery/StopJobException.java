package io.eventbackfill.delivery;

/**
 * Nothing can be delivered as things are: a wrong key, a wrong address, a blocked account. Not the
 * fault of any event, so no event is rejected for it. The message is for the user and free of
 * secrets.
 */
public final class StopJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StopJobException(String message) {
    super(message);
  }
}
