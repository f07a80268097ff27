package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Reading.read;
import static io.eventbackfill.source.Reading.readShortLines;
import static io.eventbackfill.source.Reading.reader;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongLineTest {

  @Test
  void aLineOfExactlyTheLimitIsReadAndOneByteMoreIsNot() {
    RecordingSink sink = readShortLines(utf8("12345\r\n123456\r\n12345\n123456\n12345"), 5);

    assertThat(sink.rows(), contains("f:1=12345", "f:3=12345", "f:5=12345"));
    assertThat(sink.problems(), contains("f:2 line-too-long", "f:4 line-too-long"));
  }

  @Test
  void anOverlongLineIsReportedWithItsTrueLength() {
    RecordingSink sink = readShortLines(utf8("123456\r\nok"), 5);

    assertThat(sink.problem().kept(), equalTo("123456"));
    assertThat(sink.problem().detail(), equalTo("the line has 6 bytes, allowed are 5"));
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 65_538, 65_539, 262_143, 262_144, 262_145, 700_000})
  void ofAnOverlongLineTheFirst64KiBAreKeptWhateverItsLength(int length) {
    byte[] line = new byte[length];
    Arrays.fill(line, (byte) 'x');
    byte[] file = join(utf8("before\n"), line, utf8("\r\nafter"));

    for (int chunk : new int[] {1_000_000, 4_099, 65_536}) {
      RecordingSink sink = new RecordingSink();
      reader(1_000).read("f", () -> new ChunkedChannel(file, chunk), sink);

      assertThat(sink.rows(), contains("f:1=before", "f:3=after"));
      assertThat(sink.problem().origin(), equalTo("f:2"));
      assertThat(sink.problem().kept().length(), is(Math.min(length, 65_536)));
      assertThat(sink.problem().detail(), containsString("has " + length + " bytes"));
    }
  }

  @Test
  void aLineOfAHundredMegabytesIsCountedAndNotHeld() {
    byte[] megabyte = new byte[1_000_000];
    Arrays.fill(megabyte, (byte) 'x');

    RecordingSink sink = read(() -> new RepeatingChannel(megabyte, 100));

    assertThat(sink.problems(), contains("f:1 line-too-long"));
    assertThat(sink.problem().detail(), containsString("has 100000000 bytes"));
  }

  @Test
  void linesThatEndAroundTheEndOfABufferAreWhole() {
    for (int length = 262_140; length <= 262_148; length++) {
      byte[] line = new byte[length];
      Arrays.fill(line, (byte) 'y');
      byte[] file = join(line, utf8("\r\n"), line, utf8("\nend\r\n"));

      RecordingSink sink = read(file);

      String text = new String(line, StandardCharsets.US_ASCII);
      assertThat(sink.texts(), equalTo(List.of(text, text, "end")));
      assertThat(read(() -> new ChunkedChannel(file, 65_537, 3)).rows(), equalTo(sink.rows()));
    }
  }

  @Test
  void aLineLongerThanTheBufferIsReadWholeIfAllowed() {
    byte[] line = new byte[Reading.MAX_LINE_BYTES];
    Arrays.fill(line, (byte) 'z');

    RecordingSink sink = read(join(utf8("a\n"), line, utf8("\r\nb\n"), line));

    assertThat(
        sink.texts().stream().map(String::length).toList(), contains(1, 1 << 20, 1, 1 << 20));
    assertThat(sink.problems(), empty());
  }

  /** File channels hold on to native memory of the size they are asked for. */
  @Test
  void aStorageIsNeverAskedForMoreThanABlock() {
    byte[] line = new byte[Reading.MAX_LINE_BYTES];
    Arrays.fill(line, (byte) 'z');
    LargestRequest channel = new LargestRequest(new ChunkedChannel(line, 1 << 30));

    assertThat(read(() -> channel).texts().get(0).length(), is(line.length));

    assertThat(channel.largest, is(65_536));
  }

  @Test
  void whatIsKeptOfAnOverlongLineIsNotKeptOfALaterOne() {
    byte[] line = new byte[2_000_000];
    Arrays.fill(line, (byte) 'x');
    byte[] file = join(line, utf8("\nlater"));
    RecordingSink sink = new RecordingSink();

    reader(1_000).read("f", () -> new BreakingChannel(file, new IOException("gone")), sink);

    assertThat(sink.problems(), contains("f:1 line-too-long", "f:2 unreadable-file"));
    assertThat(sink.kept().get(1), equalTo("later"));
  }

  @Test
  void aStorageThatFailsInsideAnOverlongLineIsOneRecord() {
    byte[] start = new byte[2_000_000];
    Arrays.fill(start, (byte) 'x');

    RecordingSink sink =
        read(() -> new BreakingChannel(join(utf8("a\n"), start), new IOException("gone")));

    assertThat(sink.problems(), contains("f:2 unreadable-file"));
    assertThat(sink.problem().kept().length(), is(65_536));
  }

  /** Remembers how many bytes it was asked for at most. */
  private static final class LargestRequest implements ReadableByteChannel {
    private final ReadableByteChannel channel;
    private int largest;

    LargestRequest(ReadableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      largest = Math.max(largest, into.remaining());
      return channel.read(into);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
