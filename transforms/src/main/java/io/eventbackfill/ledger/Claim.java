package io.eventbackfill.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run leaves in a ledger to say that it holds it.
 *
 * @param id the run's own, nobody else's
 * @param holder the process
 * @param since from when on, by the holder's clock
 * @param renewed when it last said so, by the holder's clock
 * @param renewals how often it did; each one changes the content, whatever the clock does. 0 as
 *     long as it may yet give way
 */
record Claim(String id, Holder holder, Instant since, Instant renewed, long renewals) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  Claim renewedAt(Instant now) {
    return new Claim(id, holder, since, now, renewals + 1);
  }

  byte[] bytes() {
    ObjectNode json = JSON.createObjectNode();
    json.put("event_backfill_claim", FORMAT);
    json.put("id", id);
    ObjectNode process = json.putObject("holder");
    process.put("host", holder.host());
    process.put("pid", holder.pid());
    process.put("process_start", holder.processStart());
    process.put("namespace", holder.namespace());
    process.put("user", holder.user());
    process.put("command", holder.command());
    json.put("since", since.toString());
    json.put("renewed", renewed.toString());
    json.put("renewals", renewals);
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The claim that these bytes are; empty if they are torn, or of a format yet unknown. */
  static Optional<Claim> of(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json.path("event_backfill_claim").asInt() != FORMAT) {
        return Optional.empty();
      }
      JsonNode process = json.required("holder");
      return Optional.of(
          new Claim(
              json.required("id").textValue(),
              new Holder(
                  process.required("host").asText(),
                  process.required("pid").asLong(),
                  process.required("process_start").asLong(),
                  process.required("namespace").asText(),
                  process.required("user").asText(),
                  process.path("command").asText()),
              Instant.parse(json.required("since").asText()),
              Instant.parse(json.required("renewed").asText()),
              json.required("renewals").asLong()));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
