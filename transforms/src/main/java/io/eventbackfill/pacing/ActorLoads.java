package io.eventbackfill.pacing;

import com.google.common.base.Utf8;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.Event.Who;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;

/**
 * How many events each device and each user has in an input, in bounded memory: exactly as long as
 * there are at most {@value #MAX_ACTORS} of them, and between two bounds from then on.
 *
 * <p>The bounds hold for every actor, whatever was added or merged in whatever order. They are at
 * most 3.5 / {@value #MAX_MAP_SIZE} of all counts apart, where an event with a device and a user
 * counts twice; in practice much less. (The sketch samples: with odds of less than one in 100,000
 * they are further apart, and hold even then.) So an actor's events are known to within 500,000,
 * which is Amplitude's quota of a day, up to 2.3 billion events; beyond that, the bounds still hold
 * but say less.
 *
 * <p>One thread at a time may add or merge. While none does, any number of them may ask.
 */
public final class ActorLoads implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Slots of the sketch's table, of 18 bytes each: 0.6 MB, and about 2.5 MB for ids of the length
   * of a UUID, for every bundle and every sum under way. A quarter of it would be too coarse from
   * 600 million events on.
   */
  static final int MAX_MAP_SIZE = 32_768;

  /** The sketch fills three quarters of its table. */
  static final int MAX_ACTORS = MAX_MAP_SIZE / 4 * 3;

  private static final String DEVICE = "d:";
  private static final String USER = "u:";

  private final transient ItemsSketch<String> sketch = new ItemsSketch<>(MAX_MAP_SIZE);

  /**
   * The distance of the bounds that parts brought along, beside the sketch's own. The sketch calls
   * itself empty when it has just forgotten all of its items, and would then lose its distance in a
   * merge and in its own bytes.
   */
  private transient long brought;

  private ActorLoads() {}

  /** Those of an input without events. */
  public static ActorLoads empty() {
    return new ActorLoads();
  }

  /** True if nothing was counted. */
  public boolean isEmpty() {
    return brought == 0 && sketch.getStreamLength() == 0;
  }

  /** Counts one event for its device, and one for its user. */
  public void add(Who who) {
    for (Actor actor : Actor.of(who)) {
      sketch.update(item(actor));
    }
  }

  /** Counts all that another has counted, which stays as it is. */
  public void merge(ActorLoads other) {
    if (other.sketch.isEmpty()) {
      brought += other.sketch.getMaximumError();
    } else {
      sketch.merge(other.sketch);
    }
    brought += other.brought;
  }

  /**
   * Whether an actor may have more events than that. False is certain: it has no more; true may be
   * wrong by the distance of the bounds.
   *
   * @param events how many
   */
  public boolean mayExceed(Actor actor, long events) {
    return sketch.getUpperBound(item(actor)) + brought > events;
  }

  /**
   * {@link #mayExceed} for one number, worked out once for whoever asks for every event.
   *
   * @param events how many, at least 0
   */
  public Predicate<Actor> mayExceed(long events) {
    if (distance() > events) {
      return actor -> true;
    }
    Set<Actor> heavy = new HashSet<>();
    counts().keySet().stream()
        .filter(item -> sketch.getUpperBound(item) + brought > events)
        .forEach(item -> heavy.add(actor(item)));
    return heavy::contains;
  }

  /** How many events more than {@link #over} says an actor may have; 0 if it is exact. */
  public long distance() {
    return brought + sketch.getMaximumError();
  }

  /**
   * The actors that certainly have more events than that, each with the number it has at least.
   * Others may have more too.
   *
   * @param events how many, at least 0
   */
  public SortedMap<Actor, Long> over(long events) {
    SortedMap<Actor, Long> over = new TreeMap<>();
    counts()
        .forEach(
            (item, count) -> {
              if (count > events) {
                over.put(actor(item), count);
              }
            });
    return over;
  }

  /**
   * All of this as bytes: the distance of the bounds, then each actor known by name with its lower
   * bound, by name. The same bounds give the same bytes.
   */
  public byte[] toBytes() {
    ByteArrayDataOutput out = ByteStreams.newDataOutput();
    out.writeLong(distance());
    SortedMap<String, Long> counts = counts();
    out.writeInt(counts.size());
    counts.forEach(
        (item, count) -> {
          byte[] name = item.getBytes(StandardCharsets.UTF_8);
          out.writeInt(name.length);
          out.write(name);
          out.writeLong(count);
        });
    return out.toByteArray();
  }

  /**
   * Takes up what {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static ActorLoads fromBytes(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("loads of actors end too early", e);
    }
  }

  private static ActorLoads read(ByteBuffer in) {
    ActorLoads loads = new ActorLoads();
    loads.brought = in.getLong();
    int actors = in.getInt();
    require(loads.brought >= 0 && actors >= 0 && actors <= MAX_ACTORS);
    String last = "";
    for (int i = 0; i < actors; i++) {
      String item = readItem(in);
      long count = in.getLong();
      require(count > 0 && item.compareTo(last) > 0);
      loads.sketch.update(item, count);
      last = item;
    }
    require(!in.hasRemaining());
    return loads;
  }

  private static String readItem(ByteBuffer in) {
    int length = in.getInt();
    require(length >= 0 && length <= in.remaining());
    byte[] name = new byte[length];
    in.get(name);
    require(Utf8.isWellFormed(name));
    String item = new String(name, StandardCharsets.UTF_8);
    require(item.startsWith(DEVICE) || item.startsWith(USER));
    return item;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("these bytes are no loads of actors");
    }
  }

  /**
   * The lower bounds of all items in the sketch: below its own distance it forgets none of them.
   */
  private SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (ItemsSketch.Row<String> row : sketch.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      counts.put(row.getItem(), row.getLowerBound());
    }
    return counts;
  }

  private static String item(Actor actor) {
    return (actor.kind() == Actor.Kind.DEVICE ? DEVICE : USER).concat(actor.id());
  }

  private static Actor actor(String item) {
    String id = item.substring(DEVICE.length());
    return item.startsWith(DEVICE) ? Actor.device(id) : Actor.user(id);
  }

  /** The sketch is not serializable; engines want the value of an empty sum to be. */
  private Object writeReplace() {
    return new Packed(toBytes());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("loads of actors travel packed");
  }

  private static final class Packed implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Packed(byte[] bytes) {
      this.bytes = bytes;
    }

    private Object readResolve() {
      return fromBytes(bytes);
    }
  }
}
