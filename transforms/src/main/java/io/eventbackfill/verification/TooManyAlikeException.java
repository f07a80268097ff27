package io.eventbackfill.verification;

/** More events share an identity than can be told apart. The message is for the user. */
public final class TooManyAlikeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TooManyAlikeException(String message) {
    super(message);
  }
}
