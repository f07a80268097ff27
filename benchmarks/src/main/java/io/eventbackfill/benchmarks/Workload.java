package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Population.Member;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Events to be moved, numbered from 0 and spread evenly over the year 2025: a later number is a
 * later time. The same arguments give the same events, byte for byte. Immutable.
 */
public final class Workload {
  /** How a vendor takes events. */
  @FunctionalInterface
  public interface Form {
    /** Amplitude's, written by hand, so that no code of the pipeline takes part. */
    Form AMPLITUDE = Workload::amplitudeBody;

    /** One event of a workload. */
    Bytes body(Workload workload, int number);
  }

  /** Bytes of an event, unless told otherwise. */
  public static final int BYTES = 1000;

  /** What each tenth event is of. */
  static final String RARE = "rare";

  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final long YEAR = Duration.ofDays(365).toMillis();

  private static final String TAIL = "\"},\"$skip_user_properties_sync\":true}";

  /** Text that packs about as badly as real properties do, for every filler to be cut from. */
  private static final String NOISE = noise();

  private final Population population;
  private final int size;
  private final int bytes;
  private final long seed;
  private final IntPredicate poison;
  private final Form form;
  private final int[] members;

  private Workload(
      Population population, int size, int bytes, long seed, IntPredicate poison, Form form) {
    this.population = population;
    this.size = size;
    this.bytes = bytes;
    this.seed = seed;
    this.poison = poison;
    this.form = form;
    SplittableRandom random = new SplittableRandom(seed);
    this.members = IntStream.range(0, size).map(n -> population.draw(random)).toArray();
  }

  /** So many events of this shape. */
  public static Workload of(Shape shape, int events) {
    return of(shape.population(), events);
  }

  /** So many events of these devices. */
  public static Workload of(Population population, int events) {
    return new Workload(population, events, BYTES, 1, n -> false, Form.AMPLITUDE);
  }

  /** The same of other devices. */
  public Workload withPopulation(Population other) {
    return new Workload(other, size, bytes, seed, poison, form);
  }

  /** More or fewer events. */
  public Workload withSize(int events) {
    return new Workload(population, events, bytes, seed, poison, form);
  }

  /**
   * Events of this many bytes each, as uploaded to Amplitude, and about as many in other forms;
   * what is smaller than its ids stays as it is.
   */
  public Workload withBytes(int perEvent) {
    return new Workload(population, size, perEvent, seed, poison, form);
  }

  /** Other draws. */
  public Workload withSeed(long other) {
    return new Workload(population, size, bytes, other, poison, form);
  }

  /** Events as another vendor takes them. */
  public Workload withForm(Form other) {
    return new Workload(population, size, bytes, seed, poison, other);
  }

  /** Events with these numbers are refused: by Amplitude, as their session is a text. */
  public Workload withPoison(IntPredicate numbers) {
    return new Workload(population, size, bytes, seed, numbers, form);
  }

  public int size() {
    return size;
  }

  public int bytes() {
    return bytes;
  }

  long seed() {
    return seed;
  }

  public boolean isPoison(int number) {
    return poison.test(number);
  }

  /** Events with poison. */
  public int poisoned() {
    return (int) IntStream.range(0, size).filter(poison).count();
  }

  /** Whose event it is. */
  public Member member(int number) {
    return population.member(members[number]);
  }

  /** When it happened, milliseconds since 1970 UTC. */
  public long millis(int number) {
    return START.toEpochMilli() + YEAR * number / size;
  }

  public String insertId(int number) {
    return "i-%08d".formatted(number);
  }

  /** What its source's stored row is known by. */
  UUID uuid(int number) {
    return new UUID(0x4000L, number);
  }

  /** What the user did: each tenth event is of a rarer kind. */
  String type(int number) {
    return number % 10 == 9 ? RARE : "benchmark";
  }

  EventTime time(int number) {
    return new EventTime(millis(number) * 1000, null, 0);
  }

  Who who(int number) {
    Member member = member(number);
    return new Who(member.device(), member.user(), null);
  }

  /** Up to {@code count} numbers of events of one device that follow each other. */
  public List<Integer> successive(int first, int count) {
    return IntStream.range(first, size)
        .filter(n -> members[n] == members[first])
        .limit(count)
        .boxed()
        .toList();
  }

  /** Events per device. */
  public Map<String, Integer> byDevice() {
    return counted(Member::device);
  }

  /** Events per user. */
  public Map<String, Integer> byUser() {
    return counted(Member::user);
  }

  private Map<String, Integer> counted(Function<Member, String> id) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int member : members) {
      counts.merge(id.apply(population.member(member)), 1, Integer::sum);
    }
    return counts;
  }

  /** All events as they wait for delivery, by time, ordered by device. Holds all in memory. */
  public List<QueuedEvent> events() {
    return stream().toList();
  }

  /** As {@link #events}, one by one. */
  public Stream<QueuedEvent> stream() {
    return IntStream.range(0, size).mapToObj(this::event);
  }

  /** The events of each lane, by time, as the shuffle spreads them. */
  public List<List<QueuedEvent>> lanes(int count) {
    List<List<QueuedEvent>> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(new ArrayList<>());
    }
    stream().forEach(event -> lanes.get(OrderBy.lane(event.orderKey(), count)).add(event));
    return lanes;
  }

  /** One event as it waits for delivery. */
  public QueuedEvent event(int number) {
    Who who = who(number);
    return new QueuedEvent(
        insertId(number),
        time(number),
        who,
        OrderBy.DEVICE_ID.key(who),
        new Origin("workload", null, number + 1L),
        form.body(this, number));
  }

  private Bytes amplitudeBody(int number) {
    return Bytes.of(head(number) + filler(number, fillerBytes(number)) + TAIL);
  }

  private String head(int number) {
    Member member = member(number);
    return "{\"insert_id\":\"%s\",\"event_type\":\"%s\",\"time\":%d"
            .formatted(insertId(number), type(number), millis(number))
        + ",\"device_id\":\"%s\",\"user_id\":\"%s\"".formatted(member.device(), member.user())
        + (poison.test(number) ? ",\"session_id\":\"none\"" : "")
        + ",\"event_properties\":{\"filler\":\"";
  }

  /** How long the filler of an event is, for the event to have its size. */
  int fillerBytes(int number) {
    return Math.max(0, bytes - head(number).length() - TAIL.length());
  }

  /** Text for an event's property, so long. */
  String filler(int number, int length) {
    StringBuilder text = new StringBuilder();
    int from = Math.floorMod(number * 40_503, NOISE.length());
    while (text.length() < length) {
      int end = Math.min(NOISE.length(), from + length - text.length());
      text.append(NOISE, from, end);
      from = 0;
    }
    return text.toString();
  }

  private static String noise() {
    SplittableRandom random = new SplittableRandom(0);
    return random
        .ints(1 << 20, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
