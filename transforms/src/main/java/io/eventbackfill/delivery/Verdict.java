package io.eventbackfill.delivery;

import io.eventbackfill.model.Reason;
import java.time.Duration;

/**
 * What a reply means for one event.
 *
 * @param action what to do with the event
 * @param reason why, where the action ends the event's way; for {@link Action#SPLIT} the reason it
 *     is rejected for once it is alone
 * @param pause how long to hold it, or everything, at the least; else zero
 * @param field the field the destination blames; empty if none
 * @param detail the destination's words; empty if none
 */
public record Verdict(Action action, Reason reason, Duration pause, String field, String detail) {

  /** What to do, from the mildest to the gravest. */
  public enum Action {
    /** Stored; done. */
    ACCEPT,
    /** Not stored, not to blame: send again at once. */
    RESEND,
    /** Not stored: send again, but not before the pause is over. */
    HOLD,
    /** Not stored, and not before tomorrow: leave it to a later run. */
    DEFER,
    /** Not stored, and never will be as it is. */
    REJECT,
    /** None of the request is stored, and nobody is to send anything before the pause is over. */
    PAUSE,
    /** None of the request is stored and nothing is blamed: send it in halves. */
    SPLIT,
    /** It is not known whether the request was stored: send the very same bytes again. */
    UNKNOWN,
    /** Nothing can be delivered as things are: stop the job. */
    STOP_JOB
  }

  private static final Verdict ACCEPTED = plain(Action.ACCEPT);
  private static final Verdict AGAIN = plain(Action.RESEND);

  public static Verdict accept() {
    return ACCEPTED;
  }

  public static Verdict resend() {
    return AGAIN;
  }

  public static Verdict hold(Duration pause, String detail) {
    return new Verdict(Action.HOLD, Reason.GAVE_UP, pause, "", detail);
  }

  public static Verdict pause(Duration pause, String detail) {
    return new Verdict(Action.PAUSE, Reason.GAVE_UP, pause, "", detail);
  }

  public static Verdict defer(Reason reason, String detail) {
    return new Verdict(Action.DEFER, reason, Duration.ZERO, "", detail);
  }

  public static Verdict reject(Reason reason, String field, String detail) {
    return new Verdict(Action.REJECT, reason, Duration.ZERO, field, detail);
  }

  public static Verdict split(Reason reasonIfAlone, String detail) {
    return new Verdict(Action.SPLIT, reasonIfAlone, Duration.ZERO, "", detail);
  }

  public static Verdict unknown(String detail) {
    return new Verdict(Action.UNKNOWN, Reason.GAVE_UP, Duration.ZERO, "", detail);
  }

  public static Verdict stopJob(String detail) {
    return new Verdict(Action.STOP_JOB, Reason.GAVE_UP, Duration.ZERO, "", detail);
  }

  private static Verdict plain(Action action) {
    return new Verdict(action, Reason.DELIVERED, Duration.ZERO, "", "");
  }
}
