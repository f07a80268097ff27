package io.eventbackfill.pipeline;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.Verdict;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.validation.EventRules;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A vendor nobody has: it takes an event a line, and answers 422 with the number of the first line
 * that it does not take.
 */
final class LineDestination implements Destination {
  static final String NAME = "lines";

  private static final long serialVersionUID = 1L;
  private static final PacingLimits LIMITS =
      new PacingLimits(1000, 100, PacingLimits.NONE, PacingLimits.NONE);

  private final URI uri;
  private final Secret key;
  private final String prefix;
  private final BatchLimits limits;

  private LineDestination(URI uri, Secret key, String prefix, BatchLimits limits) {
    this.uri = uri;
    this.key = key;
    this.prefix = prefix;
    this.limits = limits;
  }

  /** What only it needs to know. */
  public interface LineOptions extends PipelineOptions {
    @Description("Stands before the name of each event. Example: --linePrefix=old-")
    @Default.String("")
    String getLinePrefix();

    void setLinePrefix(String value);
  }

  /** Makes it. No annotation names it to every test's command line: one test alone finds it. */
  public static final class Factory implements Destination.Factory {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Class<LineOptions> optionsType() {
      return LineOptions.class;
    }

    @Override
    public PacingLimits defaultLimits() {
      return LIMITS;
    }

    @Override
    public Destination create(Settings settings, PipelineOptions options, List<String> problems) {
      if (settings.endpoint().isEmpty()) {
        problems.add("--destinationEndpoint is needed: lines are at home nowhere");
      }
      return new LineDestination(
          settings.endpoint().orElse(URI.create("https://endpoint.invalid")).resolve("/lines"),
          settings.apiKey(),
          options.as(LineOptions.class).getLinePrefix(),
          new BatchLimits(settings.maxEvents(), settings.maxBytes(), settings.maxBytes(), 0));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI endpoint() {
    return uri;
  }

  @Override
  public BatchLimits limits() {
    return limits;
  }

  @Override
  public PacingLimits vendorLimits() {
    return LIMITS;
  }

  @Override
  public EventRules rules() {
    return new EventRules(List.of());
  }

  @Override
  public Bytes render(Event event) {
    JsonObjectWriter json = new JsonObjectWriter();
    json.put("id", event.identity());
    json.put("name", prefix + event.type());
    json.put("at", event.time().millis());
    return Bytes.of(json.end());
  }

  @Override
  public boolean syncsUserProperties() {
    return false;
  }

  @Override
  public HttpRequestSpec encode(List<QueuedEvent> batch) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (QueuedEvent event : batch) {
      event.body().writeTo(body);
      body.write('\n');
    }
    return new HttpRequestSpec(
        uri, Map.of("Authorization", key.reveal()), Bytes.of(body.toByteArray()));
  }

  @Override
  public Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    if (!(reply instanceof Answered answered)) {
      return Reply.all(batch.size(), Verdict.unknown(reply.toString()));
    }
    return switch (answered.status()) {
      case 200 -> Reply.all(batch.size(), Verdict.accept());
      case 422 -> blamed(batch.size(), answered.body().text().strip());
      default -> Reply.all(batch.size(), Verdict.unknown("status " + answered.status()));
    };
  }

  /** Nothing of the request was taken; the others are to be sent again without this one. */
  private static Reply blamed(int events, String line) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      verdicts.add(
          line.equals(Integer.toString(i))
              ? Verdict.reject(Reason.INVALID_FIELD, "name", "line " + line)
              : Verdict.resend());
    }
    return Reply.of(verdicts);
  }

  @Override
  public HttpRequestSpec probe() {
    return encode(List.of());
  }

  @Override
  public Probed explainProbe(HttpReply reply) {
    return new Probed(Finding.GOOD, uri + " answers");
  }

  @Override
  public SortedMap<String, Destination> otherRegions() {
    return new TreeMap<>();
  }

  @Override
  public List<Secret> secrets() {
    return List.of(key);
  }
}
