package io.eventbackfill.emulators;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request. Built from a factory method and refined with {@code with…}
 * copies.
 *
 * @param processes whether the request is processed, and so possibly stored, as if nothing happened
 * @param replacement the answer instead of the ordinary one, or null
 */
public record Fault(
    boolean processes,
    @Nullable Replacement replacement,
    Delivery delivery,
    Twist twist,
    @Nullable RetryAfter retryAfter) {

  /**
   * An answer instead of the ordinary one.
   *
   * @param text the body, overriding {@code body}; null for a canned one
   */
  public record Replacement(int status, CannedBody body, @Nullable String text) {}

  /**
   * Small lies in an otherwise ordinary answer.
   *
   * @param firstIndexOnly index lists of a 400 hold only the first index
   * @param countOffset added to the number of events the answer claims to have taken
   * @param halfBody the body stops in the middle, with a Content-Length that agrees
   */
  public record Twist(boolean firstIndexOnly, int countOffset, boolean halfBody) {

    /** No lies. */
    public static final Twist NONE = new Twist(false, 0, false);
  }

  /** Nothing goes wrong yet; a start for {@code with…}. */
  public static Fault none() {
    return new Fault(true, null, Delivery.PROMPT, Twist.NONE, null);
  }

  /** The request is not processed and answered with {@code status} and the documented body. */
  public static Fault status(int status) {
    return status(status, CannedBody.DOCUMENTED);
  }

  /** The request is not processed and answered with {@code status}. */
  public static Fault status(int status, CannedBody body) {
    return new Fault(false, new Replacement(status, body, null), Delivery.PROMPT, Twist.NONE, null);
  }

  /** The connection is closed without an answer, before anything is processed. */
  public static Fault drop() {
    return none().notProcessed().withDelivery(Delivery.PROMPT.withConnection(Connection.DROPPED));
  }

  /** The request is processed, then the connection is closed without an answer. */
  public static Fault storeThenDrop() {
    return drop().processedFirst();
  }

  /** The request is processed; half of the answer's body arrives, then the connection closes. */
  public static Fault truncate() {
    return none().withDelivery(Delivery.PROMPT.withConnection(Connection.TRUNCATED));
  }

  /** The request is processed; the answer takes {@code delay} to begin. */
  public static Fault delay(Duration delay) {
    return none().withDelivery(Delivery.PROMPT.withDelay(delay));
  }

  /** The request is processed; the answer's body takes {@code drip} to arrive. */
  public static Fault drip(Duration drip) {
    return none().withDelivery(Delivery.PROMPT.withDrip(drip));
  }

  /** The request is processed first, whatever the answer says. */
  public Fault processedFirst() {
    return new Fault(true, replacement, delivery, twist, retryAfter);
  }

  /** The request is not processed. */
  public Fault notProcessed() {
    return new Fault(false, replacement, delivery, twist, retryAfter);
  }

  public Fault withDelivery(Delivery delivery) {
    return new Fault(processes, replacement, delivery, twist, retryAfter);
  }

  public Fault withTwist(Twist twist) {
    return new Fault(processes, replacement, delivery, twist, retryAfter);
  }

  public Fault withRetryAfter(RetryAfter retryAfter) {
    return new Fault(processes, replacement, delivery, twist, retryAfter);
  }

  /** Replaces the body of a fault that sets a status. */
  public Fault withBody(String text) {
    if (replacement == null) {
      throw new IllegalStateException("a body needs a status");
    }
    Replacement told = new Replacement(replacement.status(), replacement.body(), text);
    return new Fault(processes, told, delivery, twist, retryAfter);
  }

  /** The replacement, if there is one. */
  public Optional<Replacement> replaces() {
    return Optional.ofNullable(replacement);
  }

  /** The answer as it leaves at {@code now}: header added, body cut, delivery set. */
  public HttpAnswer dress(HttpAnswer answer, Instant now) {
    HttpAnswer dressed = answer.withDelivery(delivery);
    if (twist.halfBody()) {
      byte[] body = answer.body();
      dressed = dressed.withBody(Arrays.copyOf(body, body.length / 2));
    }
    return retryAfter == null ? dressed : dressed.withHeader("Retry-After", retryAfter.value(now));
  }
}
