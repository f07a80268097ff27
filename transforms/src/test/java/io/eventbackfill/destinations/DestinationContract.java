package io.eventbackfill.destinations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every destination promises. A new one inherits this and brings its own tables. */
public abstract class DestinationContract {
  public static final String KEY = "0123456789abcdef0123456789abcdef";
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A request somebody wrote by hand from the vendor's page.
   *
   * @param file below {@code test-data/expected}
   * @param arguments the command line
   * @param events the events it carries
   */
  public record Golden(String file, List<String> arguments, List<Event> events) {}

  /**
   * A line of the reply table, for the batch {@link #batch()}.
   *
   * @param verdicts one per event: the action, and its reason or pause where it has one
   */
  public record ReplyRow(String name, HttpReply reply, List<String> verdicts) {}

  /** A line for an answer with a body. */
  public static ReplyRow row(int status, String body, String... verdicts) {
    String name = status + " " + (body.length() > 90 ? body.substring(0, 90) + "…" : body);
    return new ReplyRow(name, answered(status, body), List.of(verdicts));
  }

  public static HttpReply answered(int status, String body) {
    return new Answered(status, Optional.empty(), Bytes.of(body));
  }

  protected abstract Destination.Factory factory();

  protected abstract List<Golden> golden();

  /** The events that the reply table is about. */
  protected abstract List<Event> batch();

  protected abstract List<ReplyRow> replyTable();

  /** For each own option two values that must make a difference, with options they need. */
  protected abstract Map<String, List<String>> options();

  /** What stands in a request that carries an event: what it is known by, and when it was. */
  protected List<String> traces(Event event) {
    return List.of(event.identity(), Long.toString(event.time().millis()));
  }

  /** All that options can change, as values. */
  protected List<Object> effects(Destination destination) {
    return List.of(encoded(destination, batch()), destination.limits(), destination.rules());
  }

  /** Bodies to vary at random, such as the vendor's documented ones. */
  protected abstract List<String> bodies();

  protected final Destination create(
      Settings settings, List<String> problems, String... arguments) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments).as(factory().optionsType());
    return factory().create(settings, options, problems);
  }

  public static Settings settings(Secret key) {
    return new Settings(key, "us", Optional.empty(), 1000, 10_000_000, NOW);
  }

  protected final Destination create(String... arguments) {
    List<String> problems = new ArrayList<>();
    Destination destination = create(settings(Secret.of(KEY)), problems, arguments);
    assertThat(problems, is(empty()));
    return destination;
  }

  public static List<QueuedEvent> queued(Destination destination, List<Event> events) {
    List<QueuedEvent> queued = new ArrayList<>();
    for (Event event : events) {
      queued.add(
          new QueuedEvent(
              event.identity(),
              event.time(),
              event.who(),
              OrderBy.DEVICE_ID.key(event.who()),
              new Origin("export.json.gz", null, queued.size() + 1L),
              destination.render(event)));
    }
    return queued;
  }

  private static Bytes encoded(Destination destination, List<Event> events) {
    return destination.encode(queued(destination, events)).body();
  }

  @Test
  void isFoundByItsName() {
    List<String> names =
        ServiceLoader.load(Destination.Factory.class).stream().map(f -> f.get().name()).toList();

    assertThat(names.stream().filter(factory().name()::equals).toList(), hasSize(1));
    assertThat(create().name(), is(factory().name()));
  }

  @TestFactory
  Stream<DynamicTest> requestsAreThoseOfTheVendorsPage() {
    return golden().stream()
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.file(),
                    () -> {
                      Destination destination = create(golden.arguments().toArray(String[]::new));
                      Path file = Path.of("..", "test-data", "expected", golden.file());
                      JsonNode expected = JSON.readTree(Files.readString(file));
                      Bytes body = encoded(destination, golden.events());
                      assertThat(JSON.readTree(body.array()), equalTo(expected));
                    }));
  }

  @Test
  void timeAndIdentityOfEveryEvent_areInTheRequest() throws IOException {
    for (Golden golden : golden()) {
      Destination destination = create(golden.arguments().toArray(String[]::new));
      for (Event event : golden.events()) {
        JsonNode body = JSON.readTree(encoded(destination, List.of(event)).array());
        List<String> scalars = new ArrayList<>();
        collect(body, scalars);
        assertThat(scalars, hasItems(traces(event).toArray(String[]::new)));
      }
    }
  }

  private static void collect(JsonNode node, List<String> scalars) {
    scalars.add(node.asText());
    node.forEach(child -> collect(child, scalars));
  }

  @Test
  void encoding_isDeterministic() {
    assertThat(encoded(create(), batch()), equalTo(encoded(create(), batch())));
    assertThat(
        create().encode(queued(create(), batch())).headers().get("Content-Type"),
        is(notNullValue()));
  }

  @Test
  void eventsAreCarriedAsRendered_soThatALaterCopyHasTheSameBytes() {
    Destination destination = create();
    String whole = encoded(destination, batch()).text();

    for (QueuedEvent event : queued(destination, batch())) {
      assertThat(whole, containsString(event.body().text()));
      assertThat(
          destination.encode(List.of(event)).body().text(), containsString(event.body().text()));
    }
  }

  @Test
  void envelope_isNotUnderestimated() {
    for (Golden golden : golden()) {
      Destination destination = create(golden.arguments().toArray(String[]::new));
      List<QueuedEvent> queued = queued(destination, golden.events());
      int events = queued.stream().mapToInt(event -> event.body().length() + 1).sum();
      int size = destination.encode(queued).body().length();

      assertThat(size, is(lessThanOrEqualTo(destination.limits().envelopeBytes() + events)));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyReplyHasItsMeaning() {
    Destination destination = create();
    List<QueuedEvent> batch = queued(destination, batch());
    return replyTable().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name(),
                    () ->
                        assertThat(
                            VerdictTexts.of(destination.explain(batch, row.reply())),
                            equalTo(row.verdicts()))));
  }

  @Test
  void anyBodyAtAll_givesAVerdictForEveryEvent() {
    Destination destination = create();
    List<QueuedEvent> batch = queued(destination, batch());
    HostileBodies hostile = new HostileBodies(bodies());
    for (int seed = 0; seed < 5000; seed++) {
      HttpReply reply = hostile.reply(seed);
      Reply explained = destination.explain(batch, reply);
      assertThat("seed " + seed, explained.verdicts(), hasSize(batch.size()));
    }
    for (byte[] body : HostileBodies.extremes()) {
      for (int status : HostileBodies.STATUSES) {
        Reply explained =
            destination.explain(batch, new Answered(status, Optional.empty(), Bytes.of(body)));
        assertThat(explained.verdicts(), hasSize(batch.size()));
        String detail = explained.verdicts().get(0).detail();
        assertThat("pages do not end in dead letters", detail.length(), is(lessThan(600)));
      }
    }
  }

  @Test
  void serialized_itIsTheSameDestination() throws IOException, ClassNotFoundException {
    Destination destination = create();
    Destination arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(serialized(destination)))) {
      arrived = (Destination) in.readObject();
    }
    assertThat(encoded(arrived, batch()), equalTo(encoded(destination, batch())));
    assertThat(arrived.limits(), equalTo(destination.limits()));
    assertThat(arrived.rules(), equalTo(destination.rules()));
    assertThat(arrived.endpoint(), equalTo(destination.endpoint()));
  }

  @Test
  void secretByReference_doesNotTravel() throws IOException {
    Path file = Files.createTempFile("key", "");
    Files.writeString(file, KEY);
    Destination destination = create(settings(Secret.of("file:" + file)), new ArrayList<>());
    destination.encode(queued(destination, batch()));
    Files.delete(file);
    String travels = new String(serialized(destination), StandardCharsets.ISO_8859_1);
    assertThat(travels, not(containsString(KEY)));
  }

  private static byte[] serialized(Destination destination) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(destination);
    }
    return bytes.toByteArray();
  }

  @Test
  void secrets_arePrintedNowhere() {
    Destination destination = create();
    List<QueuedEvent> batch = queued(destination, batch());
    List<String> printed = new ArrayList<>();
    printed.add(destination.toString());
    printed.add(destination.secrets().toString());
    printed.add(destination.encode(batch).toString());
    for (int status : List.of(200, 400, 401, 403, 413, 429, 500)) {
      for (int before = 250; before < 310; before++) {
        String echo = "x".repeat(before) + KEY;
        printed.add(destination.explain(batch, answered(status, echo)).toString());
        String error = "{\"code\":" + status + ",\"error\":\"" + echo + "\"}";
        printed.add(destination.explain(batch, answered(status, error)).toString());
      }
    }
    // Half a key is a leak too.
    assertThat(
        printed.stream().filter(text -> text.contains(KEY.substring(0, 8))).toList(), is(empty()));
  }

  @Test
  void everyOption_isDescribedAndHasAnEffect() {
    List<String> names = new ArrayList<>();
    for (Method method : factory().optionsType().getDeclaredMethods()) {
      Description description = method.getAnnotation(Description.class);
      if (description != null) {
        String name = method.getName().replaceFirst("^(get|is)", "");
        names.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        assertThat(description.value(), containsString("Example: --"));
      }
    }
    assertThat(
        names.stream().sorted().toList(), equalTo(options().keySet().stream().sorted().toList()));
    options()
        .forEach(
            (name, values) -> {
              Destination one = create(("--" + name + "=" + values.get(0)).split(" ", -1));
              Destination other = create(("--" + name + "=" + values.get(1)).split(" ", -1));
              assertThat("--" + name, !effects(one).equals(effects(other)));
            });
  }

  @Test
  void ownSizes_areRespected() {
    Settings small = new Settings(Secret.of(KEY), "us", Optional.empty(), 7, 12_345, NOW);
    Destination destination = create(small, new ArrayList<>());
    assertThat(destination.limits().maxEvents(), is(7));
    assertThat(destination.limits().maxBytes(), is(12_345L));
  }
}
