package io.eventbackfill.ordering;

import io.eventbackfill.model.ByteSink;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of one lane, packed: what travels between the reading of files and the delivery of lanes.
 * An engine's work is by the element and not by the byte, so a hundred events travel for little
 * more than the price of one. Immutable; equal if the bytes are.
 *
 * <pre>
 * block:  number of sources, of each its file and 0 or 1 and its member; records
 * record: length of the rest (4 bytes); micros (8 bytes); number of its source; row;
 *         identity; flags; upload micros; event id, device, user, order key where flagged; body
 * </pre>
 *
 * Numbers are in seven bits a byte unless told otherwise, texts and bodies are preceded by their
 * length. The id of a merged person has done its work and stays behind.
 */
public final class EventBlock {
  private static final int HAS_EVENT_ID = 1;
  private static final int HAS_DEVICE = 2;
  private static final int HAS_USER = 4;
  private static final int KEY_IS_DEVICE = 8;
  private static final int KEY_IS_USER = 16;
  private static final String DEVICE_KEY = "d:";
  private static final String USER_KEY = "u:";

  private final byte[] bytes;
  private final List<Source> sources = new ArrayList<>();
  private final int first;

  private record Source(String file, @Nullable String member) {}

  private EventBlock(byte[] bytes) {
    this.bytes = bytes;
    ByteSource in = new ByteSource(bytes, 0);
    for (long left = in.getVar(); left > 0; left--) {
      String file = in.getText();
      sources.add(new Source(file, in.getVar() == 0 ? null : in.getText()));
    }
    this.first = in.position();
  }

  /** The block that has these bytes; the array must not change from here on. */
  public static EventBlock of(byte[] bytes) {
    return new EventBlock(bytes);
  }

  /** The block's bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the first event is. */
  int first() {
    return first;
  }

  /** False behind the last event. */
  boolean has(int at) {
    return at < bytes.length;
  }

  /** Where the event behind this one is. */
  int after(int at) {
    return at + Integer.BYTES + new ByteSource(bytes, at).getInt();
  }

  /** An event's time, milliseconds since 1970 UTC. */
  long millis(int at) {
    return Math.floorDiv(new ByteSource(bytes, at + Integer.BYTES).getLong(), 1000L);
  }

  /** All events, in the order they were added. */
  public List<QueuedEvent> events() {
    List<QueuedEvent> events = new ArrayList<>();
    for (int at = first; has(at); at = after(at)) {
      events.add(event(at));
    }
    return events;
  }

  /** The event at a place. */
  QueuedEvent event(int at) {
    ByteSource in = new ByteSource(bytes, at + Integer.BYTES);
    long micros = in.getLong();
    Source source = sources.get((int) in.getVar());
    Origin origin = new Origin(source.file(), source.member(), in.getVar());
    String identity = in.getText();
    int flags = (int) in.getVar();
    long uploaded = in.getVar();
    Long eventId = (flags & HAS_EVENT_ID) == 0 ? null : in.getVar();
    String device = (flags & HAS_DEVICE) == 0 ? null : in.getText();
    String user = (flags & HAS_USER) == 0 ? null : in.getText();
    String key =
        (flags & KEY_IS_DEVICE) != 0
            ? DEVICE_KEY + device
            : (flags & KEY_IS_USER) != 0 ? USER_KEY + user : in.getText();
    return new QueuedEvent(
        identity,
        new EventTime(micros, eventId, uploaded),
        new Who(device, user, null),
        key,
        origin,
        Bytes.of(in.getBytes()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventBlock that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Only the size: it holds customers' data, and this ends up in logs. */
  @Override
  public String toString() {
    return "events in " + bytes.length + " bytes";
  }

  /** A block in the making; used again when it was built. Not thread-safe. */
  public static final class Builder {
    private static final int FIRST_CAPACITY = 1 << 10;

    private final ByteSink records = new ByteSink(FIRST_CAPACITY);
    private final Map<Source, Integer> sources = new HashMap<>();
    private final ByteSink header = new ByteSink(256);
    private @Nullable Source latest;
    private int latestNumber;

    /** Bytes of the events added since the last block. */
    public int size() {
      return records.length();
    }

    public boolean isEmpty() {
      return records.length() == 0;
    }

    /** Adds an event. */
    public void add(QueuedEvent event) {
      int start = begin(event.time().micros());
      Origin origin = event.origin();
      records.putVar(number(origin.file(), origin.member()));
      records.putVar(origin.row());
      records.putText(event.identity());
      String device = event.who().device();
      String user = event.who().user();
      Long eventId = event.time().eventId();
      boolean byDevice = isKeyOf(event.orderKey(), DEVICE_KEY, device);
      boolean byUser = !byDevice && isKeyOf(event.orderKey(), USER_KEY, user);
      records.putVar(
          (eventId == null ? 0 : HAS_EVENT_ID)
              | (device == null ? 0 : HAS_DEVICE)
              | (user == null ? 0 : HAS_USER)
              | (byDevice ? KEY_IS_DEVICE : 0)
              | (byUser ? KEY_IS_USER : 0));
      records.putVar(event.time().uploadedMicros());
      if (eventId != null) {
        records.putVar(eventId);
      }
      if (device != null) {
        records.putText(device);
      }
      if (user != null) {
        records.putText(user);
      }
      if (!byDevice && !byUser) {
        records.putText(event.orderKey());
      }
      records.putBytes(event.body().array());
      end(start);
    }

    /** Adds an event of another block. */
    void add(EventBlock block, int at) {
      int end = block.after(at);
      ByteSource in = new ByteSource(block.bytes, at + Integer.BYTES);
      int start = begin(in.getLong());
      Source source = block.sources.get((int) in.getVar());
      records.putVar(number(source.file(), source.member()));
      records.put(block.bytes, in.position(), end - in.position());
      end(start);
    }

    /** All that was added since the last block. */
    public EventBlock build() {
      ByteSink whole = new ByteSink(10 + header.length() + records.length());
      whole.putVar(sources.size());
      header.copyTo(whole);
      records.copyTo(whole);
      records.clear();
      header.clear();
      sources.clear();
      latest = null;
      return new EventBlock(whole.toBytes());
    }

    private int begin(long micros) {
      int start = records.length();
      records.putInt(0);
      records.putLong(micros);
      return start;
    }

    private void end(int start) {
      records.setInt(start, records.length() - start - Integer.BYTES);
    }

    private int number(String file, @Nullable String member) {
      Source known = latest;
      if (known != null && known.file().equals(file) && same(known.member(), member)) {
        return latestNumber;
      }
      Source source = new Source(file, member);
      Integer number = sources.get(source);
      if (number == null) {
        number = sources.size();
        sources.put(source, number);
        header.putText(file);
        header.putVar(member == null ? 0 : 1);
        if (member != null) {
          header.putText(member);
        }
      }
      latest = source;
      latestNumber = number;
      return number;
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
      return a == null ? b == null : a.equals(b);
    }

    private static boolean isKeyOf(String key, String kind, @Nullable String id) {
      return id != null
          && key.length() == kind.length() + id.length()
          && key.startsWith(kind)
          && key.endsWith(id);
    }
  }
}
