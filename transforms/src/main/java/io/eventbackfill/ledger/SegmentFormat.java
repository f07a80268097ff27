package io.eventbackfill.ledger;

import io.eventbackfill.ledger.Segment.Head;
import io.eventbackfill.ledger.Segment.State;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside.Attempts;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A segment's bytes. Numbers of fixed length have their highest byte first.
 *
 * <pre>
 *  0    4  5        9                                   9 + length
 *  ┌────┬──┬────────┬───────────────────────────────────┬────────┐
 *  │EBLS│ 1│ length │ body                              │ CRC32C │
 *  └────┴──┴────────┴───────────────────────────────────┴────────┘
 *
 *  body:   writer  number  previous(4)  seen*  lane  state  written-at  reach
 *          reply*  upload-time  reason*  event*
 *  reply:  status  count
 *  event:  gap  time  fingerprint(8)  kind  [since]  [field detail [attempt]]
 *
 *  gap          positions between the event before and this one; so 0 after 0 is a range
 *  time         milliseconds since the event before, of either sign
 *  kind         index into reason* &lt;&lt; 3, + 1 if doubtful, + 2 if there are words, + 4 an attempt
 *  attempt      count  status  first  last
 *  upload-time  0, or 1 and two numbers
 * </pre>
 *
 * <p>What has a star is a count and so many of them; texts are a length and UTF-8; other numbers
 * are varints. A file shorter than it says was left by a process that died while it wrote: it
 * counts as never written. Anything else that does not fit is damage.
 *
 * <p>An event takes 12 to 14 bytes: a run's segments about 1.3 GB for 100 million events, until
 * they become history at its end.
 */
final class SegmentFormat {
  private static final int MAGIC = 0x45424C53;
  private static final int VERSION = 1;
  private static final int HEADER = 9;

  private static final int DOUBTFUL = 1;
  private static final int WORDS = 2;
  private static final int TRIED = 4;

  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::code, Function.identity()));

  private SegmentFormat() {}

  static byte[] write(Segment segment) {
    byte[] body = body(segment);
    byte[] head =
        new Packer().fixed32(MAGIC).raw((byte) VERSION).fixed32(body.length).toByteArray();
    byte[] whole = Arrays.copyOf(head, head.length + body.length + Integer.BYTES);
    System.arraycopy(body, 0, whole, head.length, body.length);
    ByteBuffer.wrap(whole).putInt(head.length + body.length, checksum(body));
    return whole;
  }

  /** The checksum at a segment's end. */
  static int checksumOf(byte[] segment) {
    return ByteBuffer.wrap(segment).getInt(segment.length - Integer.BYTES);
  }

  /**
   * Reads a segment; empty if it was never written whole.
   *
   * @throws IOException if it is damaged; the message says how
   */
  static Optional<Segment> read(byte[] bytes) throws IOException {
    if (bytes.length < HEADER) {
      return Optional.empty();
    }
    Unpacker head = new Unpacker(ByteBuffer.wrap(bytes, 0, HEADER));
    if (head.fixed32() != MAGIC) {
      throw new IOException("it is no segment of a ledger");
    }
    byte version = head.raw();
    if (version != VERSION) {
      throw new IOException(
          "it is of version %d, this release reads version %d".formatted(version, VERSION));
    }
    long length = head.fixed32();
    long whole = HEADER + length + Integer.BYTES;
    if (length >= 0 && bytes.length < whole) {
      return Optional.empty();
    }
    byte[] body = length < 0 ? new byte[0] : Arrays.copyOfRange(bytes, HEADER, (int) whole - 4);
    if (bytes.length != whole || checksum(body) != checksumOf(bytes)) {
      throw new IOException("its checksum does not match");
    }
    return Optional.of(segment(new Unpacker(ByteBuffer.wrap(body))));
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static byte[] body(Segment segment) {
    Head head = segment.head();
    Packer out = new Packer();
    out.text(head.writer()).number(head.number()).fixed32(head.previous());
    out.number(head.seen().size());
    head.seen().forEach(out::text);
    out.number(head.lane()).number(head.state().code());
    out.number(head.writtenAt()).number(head.reach());
    out.number(segment.replies().size());
    segment.replies().forEach((status, n) -> out.text(status).number(n));
    Span upload = segment.uploadTime();
    out.number(upload.isEmpty() ? 0 : 1);
    if (!upload.isEmpty()) {
      out.signed(upload.min()).signed(upload.max());
    }
    List<Reason> reasons = segment.settled().stream().map(Settled::reason).distinct().toList();
    out.number(reasons.size());
    reasons.forEach(reason -> out.text(reason.code()));
    out.number(segment.settled().size());
    long position = -1;
    long millis = 0;
    for (Settled event : segment.settled()) {
      out.number(event.position() - position - 1).signed(event.millis() - millis);
      out.fixed64(event.fingerprint());
      writeFate(event, reasons.indexOf(event.reason()), out);
      position = event.position();
      millis = event.millis();
    }
    return out.toByteArray();
  }

  private static void writeFate(Settled event, int reason, Packer out) {
    Refused cause = event.cause();
    Attempts attempts = event.attempts();
    boolean words = !event.isAccepted();
    boolean tried = words && attempts != null;
    boolean doubtful = event.doubtfulSince() != 0;
    out.number(
        ((long) reason << 3)
            | (doubtful ? DOUBTFUL : 0)
            | (words ? WORDS : 0)
            | (tried ? TRIED : 0));
    if (doubtful) {
      out.number(event.doubtfulSince());
    }
    if (words) {
      out.text(cause.field()).text(cause.detail());
    }
    if (tried && attempts != null) {
      out.number(attempts.count()).signed(attempts.status());
      out.signed(attempts.first().toEpochMilli()).signed(attempts.last().toEpochMilli());
    }
  }

  private static Segment segment(Unpacker in) throws IOException {
    String writer = in.text();
    int number = (int) in.number();
    int previous = in.fixed32();
    List<String> seen = texts(in);
    int lane = (int) in.number();
    State state = state(in.number());
    Head head = new Head(writer, number, previous, seen, lane, state, in.number(), in.number());
    SortedMap<String, Long> replies = new TreeMap<>();
    for (int left = in.count(); left > 0; left--) {
      replies.put(in.text(), in.number());
    }
    Span upload = in.number() == 0 ? Span.EMPTY : new Span(in.signed(), in.signed());
    return new Segment(head, replies, upload, events(in));
  }

  private static State state(long code) throws IOException {
    for (State state : State.values()) {
      if (state.code() == code) {
        return state;
      }
    }
    throw new IOException("its state " + code + " is unknown");
  }

  private static List<Settled> events(Unpacker in) throws IOException {
    List<Reason> reasons = new ArrayList<>();
    for (String code : texts(in)) {
      Reason reason = REASONS.get(code);
      if (reason == null) {
        throw new IOException("its reason '" + code + "' is unknown to this release");
      }
      reasons.add(reason);
    }
    List<Settled> events = new ArrayList<>();
    long position = -1;
    long millis = 0;
    for (int left = in.count(); left > 0; left--) {
      position += in.number() + 1;
      millis += in.signed();
      events.add(event(position, millis, reasons, in));
    }
    return events;
  }

  private static Settled event(long position, long millis, List<Reason> reasons, Unpacker in)
      throws IOException {
    long fingerprint = in.fixed64();
    long kind = in.number();
    if (kind >>> 3 >= reasons.size()) {
      throw new IOException("its reason " + (kind >>> 3) + " is not there");
    }
    long since = (kind & DOUBTFUL) == 0 ? 0 : in.number();
    Reason reason = reasons.get((int) (kind >>> 3));
    Refused cause =
        (kind & WORDS) == 0 ? Refused.because(reason) : new Refused(reason, in.text(), in.text());
    @Nullable Attempts attempts =
        (kind & TRIED) == 0
            ? null
            : new Attempts(
                (int) in.number(),
                (int) in.signed(),
                Instant.ofEpochMilli(in.signed()),
                Instant.ofEpochMilli(in.signed()));
    return new Settled(position, millis, fingerprint, cause, since, attempts);
  }

  private static List<String> texts(Unpacker in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      texts.add(in.text());
    }
    return texts;
  }
}
