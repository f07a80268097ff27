package io.eventbackfill.steps;

/** The run was asked to stop before it had begun to send. The message is for the user. */
public final class StoppedEarlyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoppedEarlyException(String message) {
    super(message);
  }
}
