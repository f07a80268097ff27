package io.eventbackfill.source;

import io.eventbackfill.model.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed read means for the rest of a file.
 *
 * @param reason truncated, or unreadable
 * @param detail in words
 */
record Failure(Reason reason, String detail) {

  /** The file could not be opened, or its storage failed. */
  static Failure ofStorage(String what, IOException e) {
    passInterruptOn(e);
    String detail = what + ": " + e.getClass().getName() + ": " + e.getMessage();
    return new Failure(Reason.UNREADABLE_FILE, detail);
  }

  /**
   * The content could not be decoded.
   *
   * @throws UncheckedIOException if the read was interrupted: the work ends, the file is fine
   */
  static Failure of(IOException e) {
    passInterruptOn(e);
    if (e instanceof ChannelInput.ChannelFailure && e.getCause() instanceof IOException cause) {
      return ofStorage("reading failed", cause);
    }
    if (e instanceof EOFException) {
      String said = e.getMessage();
      return new Failure(
          Reason.TRUNCATED_FILE, said == null ? "the compressed data ends too early" : said);
    }
    String said = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    return new Failure(Reason.UNREADABLE_FILE, "decoding failed: " + said);
  }

  /**
   * Throws if the failure is an interrupt: that is no fault of the file.
   *
   * @throws UncheckedIOException with the thread's interrupt status set
   */
  static void passInterruptOn(IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (isInterrupt(t)) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException("reading was interrupted", e);
      }
    }
  }

  /** A timeout is a failure of the storage, though its type says otherwise. */
  private static boolean isInterrupt(@Nullable Throwable t) {
    return t instanceof AsynchronousCloseException
        || (t instanceof InterruptedIOException && !(t instanceof SocketTimeoutException));
  }
}
