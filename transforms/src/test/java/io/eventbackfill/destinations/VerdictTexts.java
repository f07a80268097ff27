package io.eventbackfill.destinations;

import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Verdict;
import java.util.List;

/** Verdicts as tables write them. */
public final class VerdictTexts {
  private VerdictTexts() {}

  public static List<String> of(Reply reply) {
    return reply.verdicts().stream().map(VerdictTexts::text).toList();
  }

  private static String text(Verdict verdict) {
    return switch (verdict.action()) {
      case ACCEPT, RESEND, UNKNOWN, STOP_JOB -> verdict.action().name();
      case HOLD, PAUSE -> verdict.action() + " " + verdict.pause().toSeconds() + "s";
      case DEFER, SPLIT -> verdict.action() + " " + verdict.reason().code();
      case REJECT -> "REJECT " + verdict.reason().code() + " " + verdict.field();
    };
  }
}
