package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.RunProgress.InDoubt;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Span;
import java.io.Serializable;
import java.time.Instant;

/**
 * What a report says of the ledger: what was settled before this start, and what was in doubt then.
 *
 * @param attempt the name of this start
 * @param acceptedBefore events that earlier starts had delivered
 * @param inDoubt events that may have been sent without that being written down, at the most
 * @param sent since when
 * @param forgotten those of them that the destination will not know again
 * @param decision what was to be done with these
 */
record LedgerNote(
    String attempt, long acceptedBefore, long inDoubt, Span sent, long forgotten, String decision)
    implements Serializable {

  /** What is known when a run is started, or started again. */
  static LedgerNote of(RunPlan plan, WhenInDoubt whenInDoubt) {
    InDoubt none = new InDoubt(0, Span.EMPTY);
    InDoubt doubt = plan.before().map(RunProgress::inDoubt).orElse(none);
    return new LedgerNote(
        plan.folder().runId(),
        plan.before().map(before -> before.events(Disposition.ACCEPTED)).orElse(0L),
        doubt.events(),
        doubt.since(),
        plan.before().map(RunProgress::forgotten).orElse(none).events(),
        whenInDoubt.option());
  }

  void writeTo(ObjectNode json) {
    json.put("attempt", attempt);
    json.put("accepted_before", acceptedBefore);
    if (inDoubt > 0) {
      ObjectNode doubt = json.putObject("in_doubt");
      doubt.put("events_at_most", inDoubt);
      if (!sent.isEmpty()) {
        doubt.put("sent_from", Instant.ofEpochMilli(sent.min()).toString());
        doubt.put("sent_to", Instant.ofEpochMilli(sent.max()).toString());
      }
      doubt.put("forgotten_by_destination", forgotten);
      doubt.put("decision", forgotten > 0 ? decision : "resend");
    }
  }
}
