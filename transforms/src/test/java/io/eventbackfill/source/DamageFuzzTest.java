package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.primitives.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Good files that were damaged in one place: what stands before it is read as if it were not. */
class DamageFuzzTest {
  private static final List<UnaryOperator<byte[]>> PACKINGS =
      List.of(UnaryOperator.identity(), Packed::gzip, Packed::zstd, Packed::bzip2);

  /** How rows are laid out. */
  private enum Layout {
    LINES("f", "", "\n", "\n"),
    ARRAY("f", "[\n", ",\n", "\n]"),
    OBJECTS("f", "", "\n", "\n"),
    CSV("f.csv", "a,b\n", "\n", "\n");

    private final String name;
    private final String before;
    private final String between;
    private final String after;

    Layout(String name, String before, String between, String after) {
      this.name = name;
      this.before = before;
      this.between = between;
      this.after = after;
    }

    String row(int i) {
      return switch (this) {
        case LINES, ARRAY -> "{\"a\":" + i + ",\"b\":\"x\\\"]},{[\"}";
        case OBJECTS -> "{\n \"a\": " + i + ",\n \"b\": {}\n}";
        case CSV -> i % 3 == 0 ? i + ",\"x\n\"\"y,\"" : i + ",z";
      };
    }
  }

  @FuzzTest
  void whatStandsBeforeTheDamageIsRead(FuzzedDataProvider data) {
    Layout layout = data.pickValue(Layout.values());
    int count = data.consumeInt(1, 30);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(layout.row(i));
    }
    byte[] good = text(layout, rows);
    int at = data.consumeInt(0, good.length - 1);
    byte[] damaged = damaged(good, at, data);

    AuditedSink sink = read(layout, damaged);

    List<String> before =
        read(layout, good).rows(layout.name).subList(0, wholeBefore(layout, rows, at));
    if (at > text(layout, rows.subList(0, 1)).length) {
      assertThat(sink.rows(layout.name).size(), greaterThanOrEqualTo(before.size()));
      assertThat(sink.rows(layout.name).subList(0, before.size()), equalTo(before));
      if (layout == Layout.LINES) {
        long feeds = Bytes.asList(damaged).stream().filter(b -> b == '\n').count();
        long open = damaged[damaged.length - 1] == '\n' ? 0 : 1;
        assertThat(sink.lastRow("f"), is(feeds + open));
        assertThat((long) sink.said().size(), is(feeds + open));
      }
    }
  }

  @FuzzTest
  void whatIsLeftOfAPackedFileIsReadAndItsEndReported(FuzzedDataProvider data) {
    Layout layout = data.pickValue(Layout.values());
    UnaryOperator<byte[]> packing = data.pickValue(PACKINGS.subList(1, PACKINGS.size()));
    List<String> rows = new ArrayList<>();
    for (int i = data.consumeInt(0, 30); i >= 0; i--) {
      rows.add(layout.row(i));
    }
    byte[] text = text(layout, rows);
    int middle = data.consumeInt(0, text.length);
    byte[] first = packing.apply(Arrays.copyOf(text, middle));
    byte[] file = Packed.join(first, packing.apply(Arrays.copyOfRange(text, middle, text.length)));
    int length = data.consumeInt(10, file.length);
    byte[] damaged = Arrays.copyOf(file, length);
    boolean cutBetween = length == first.length;

    AuditedSink sink = read(layout, damaged);
    List<String> whole = read(layout, text).rows(layout.name);

    if (length == file.length) {
      assertThat(sink.rows(layout.name), equalTo(whole));
    } else if (!cutBetween) {
      assertThat(sink.hasEnded(layout.name), is(true));
      assertThat(sink.rows(layout.name), equalTo(whole.subList(0, sink.rows(layout.name).size())));
    }
    // Anything may become of bytes that were changed, except an exception.
    damaged[data.consumeInt(0, length - 1)] ^= (byte) data.consumeInt(1, 255);
    assertThat(read(layout, damaged).said(), equalTo(read(layout, damaged).said()));
  }

  /** Rows that end, with the line feed behind them, before an offset. */
  private static int wholeBefore(Layout layout, List<String> rows, int at) {
    int whole = 0;
    int end = layout.before.length();
    while (whole < rows.size()) {
      end += rows.get(whole).length() + layout.between.length();
      if (end > at) {
        break;
      }
      whole++;
    }
    return whole;
  }

  private static byte[] text(Layout layout, List<String> rows) {
    return Packed.utf8(layout.before + String.join(layout.between, rows) + layout.after);
  }

  private static byte[] damaged(byte[] good, int at, FuzzedDataProvider data) {
    byte[] head = Arrays.copyOf(good, at);
    byte[] tail = Arrays.copyOfRange(good, at, good.length);
    return switch (data.consumeInt(0, 3)) {
      case 0 -> Packed.join(head, data.consumeBytes(40), tail, new byte[] {'\n'});
      case 1 ->
          Packed.join(head, Arrays.copyOfRange(tail, data.consumeInt(0, tail.length), tail.length));
      case 2 -> head.length == 0 ? new byte[] {0} : head;
      default -> {
        byte[] changed = good.clone();
        changed[at] ^= (byte) data.consumeInt(1, 255);
        yield changed;
      }
    };
  }

  private static AuditedSink read(Layout layout, byte[] file) {
    AuditedSink sink = new AuditedSink();
    new ExportFileReader(ReadSettings.upTo(10_000))
        .read(layout.name, () -> new ChunkedChannel(file, 1 << 16), sink);
    return sink;
  }
}
