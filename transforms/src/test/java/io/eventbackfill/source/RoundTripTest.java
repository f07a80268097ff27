package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.streamedZip;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Packed.zip;
import static io.eventbackfill.source.Reading.read;
import static org.apache.commons.compress.archivers.zip.ZipArchiveEntry.DEFLATED;
import static org.apache.commons.compress.archivers.zip.ZipArchiveEntry.STORED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same lines come back, with the same numbers, whatever they were packed in. */
class RoundTripTest {
  private static final String[] PIECES = {
    "a", "{\"k\":1}", " ", "\t", "ü", "日本", "😀", "\r", "\u2028", "\u0000", "\ufeff", "PK", "x"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void linesComeBackWhateverTheyWerePackedIn(long seed) {
    Random random = new Random(seed);
    List<String> lines = lines(random);
    byte[] text = utf8(text(lines, random));

    expect(lines, null, text, random);
    expect(lines, null, gzip(text), random);
    expect(lines, null, gzipInPieces(text, random), random);
    for (byte[] member : List.of(text, gzip(text), gzipInPieces(text, random))) {
      Map<String, byte[]> members = ImmutableMap.of("d/m#0", member);
      expect(lines, "d/m#0", zip(STORED, members), random);
      expect(lines, "d/m#0", zip(DEFLATED, members), random);
      expect(lines, "d/m#0", streamedZip(members), random);
      byte[] described = Packed.storedWithDescriptor("d/m#0", member);
      expect(lines, "d/m#0", () -> new SeekableInMemoryByteChannel(described));
    }
  }

  private static void expect(List<String> lines, String member, byte[] file, Random random) {
    int[] sizes = {1 + random.nextInt(9), 1 + random.nextInt(70_000), 1 + random.nextInt(300)};
    expect(lines, member, () -> new SeekableInMemoryByteChannel(file));
    expect(lines, member, () -> new ChunkedChannel(file, sizes));
    expect(lines, member, () -> new ChunkedChannel(file, 1));
  }

  private static void expect(List<String> lines, String member, ChannelOpener opener) {
    RecordingSink sink = read(opener);

    assertThat(sink.problems(), empty());
    assertThat(sink.texts(), equalTo(lines));
    for (int i = 0; i < lines.size(); i++) {
      assertThat(sink.raw().get(i).origin().row(), equalTo(i + 1L));
      assertThat(sink.raw().get(i).origin().member(), equalTo(member));
    }
  }

  /** Lines as they are read: their last character is no carriage return. */
  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    lines.add("first");
    for (int i = random.nextInt(400); i > 0; i--) {
      StringBuilder line = new StringBuilder();
      for (int j = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 6); j > 0; j--) {
        line.append(PIECES[random.nextInt(PIECES.length)]);
      }
      lines.add(line.toString().replaceAll("\r+$", ""));
    }
    lines.add("last");
    return lines;
  }

  private static String text(List<String> lines, Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
    for (String line : lines) {
      text.append(line).append(random.nextBoolean() ? "\r\n" : "\n");
    }
    int end = random.nextInt(3);
    text.setLength(text.length() - (end == 0 ? 1 : 0));
    return text.toString();
  }

  private static byte[] gzipInPieces(byte[] text, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    while (from < text.length) {
      int to = Math.min(text.length, from + random.nextInt(1_000));
      out.writeBytes(gzip(Arrays.copyOfRange(text, from, to)));
      from = to;
    }
    return out.toByteArray();
  }
}
