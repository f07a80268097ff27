package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Reading.read;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Content that must not be held in memory. */
class HugeContentTest {
  private static final int BLOCK = 1 << 20;

  /** More than fits into the length that ends a member: it is only compared modulo 2^32. */
  @Test
  void aGzipMemberOfMoreThanFourGigabytesIsReadToItsEnd() {
    byte[] content = new byte[BLOCK];
    Arrays.fill(content, (byte) 'x');
    int blocks = 4100;
    InputStream file =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    input(Packed.gzip(new byte[0]), 0, 10),
                    Channels.newInputStream(
                        new RepeatingChannel(deflated(content, Deflater.SYNC_FLUSH), blocks)),
                    input(deflated(utf8("\n{}"), Deflater.FULL_FLUSH)),
                    input(end(content, blocks)))));

    RecordingSink sink = read(() -> Channels.newChannel(file));

    assertThat(sink.problems(), contains("f:1 line-too-long"));
    assertThat(sink.problem().detail(), startsWith("the line has 4299161600 bytes"));
    assertThat(sink.rows(), contains("f:2={}"));
  }

  @Test
  void aLineOfAHundredMegabytesIsReadWholeWhereItIsAllowed() {
    byte[] megabyte = new byte[1_000_000];
    Arrays.fill(megabyte, (byte) 'x');
    CountedLength sink = new CountedLength();

    new ExportFileReader(ReadSettings.upTo(100_000_000))
        .read("f", () -> new RepeatingChannel(megabyte, 100), sink);

    assertThat(sink.lengths, contains(100_000_000));
  }

  @Test
  void anElementNestedAHundredThousandTimesCostsItself() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(
        read(utf8("[{\"a\":1},\n{\"b\":" + deep + "},{}]")).texts(),
        contains("{\"a\":1}", "{\"b\":" + deep + "}", "{}"));
  }

  @Test
  void anElementWhoseNestingWouldTakeMemoryIsReported() {
    RecordingSink sink = read(() -> new RepeatingChannel(utf8("[{\"a\":".repeat(100_000)), 20));

    assertThat(sink.problems(), contains("f:1 unreadable-file"));
    assertThat(sink.problem().kept().length(), is(65_536));
  }

  private static InputStream input(byte[] bytes) {
    return input(bytes, 0, bytes.length);
  }

  private static InputStream input(byte[] bytes, int from, int length) {
    return new ByteArrayInputStream(bytes, from, length);
  }

  /** Blocks that refer to nothing before them. */
  private static byte[] deflated(byte[] content, int flush) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    byte[] block = new byte[8192];
    int length = deflater.deflate(block, 0, block.length, flush);
    deflater.end();
    return Arrays.copyOf(block, length);
  }

  /** An empty last block, the checksum and the length (RFC 1951, 3.2.4; RFC 1952, 2.3.1). */
  private static byte[] end(byte[] content, int blocks) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < blocks; i++) {
      crc.update(content);
    }
    crc.update(utf8("\n{}"));
    long length = (long) content.length * blocks + 3;
    ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt((int) crc.getValue()).putInt((int) length);
    return join(new byte[] {1, 0, 0, -1, -1}, end.array());
  }

  /** Keeps no row. */
  private static final class CountedLength implements RowSink {
    private final List<Integer> lengths = new ArrayList<>();

    @Override
    public void row(RawRow row) {
      lengths.add(row.bytes().length());
    }

    @Override
    public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
      throw new AssertionError(detail);
    }
  }
}
