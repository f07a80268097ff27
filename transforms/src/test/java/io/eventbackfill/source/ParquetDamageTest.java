package io.eventbackfill.source;

import static io.eventbackfill.source.Reading.read;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

/** What damage costs: a row group itself, a footer the file, nothing else anything. */
class ParquetDamageTest {
  private static final int ROWS = 30;

  @Test
  void aDamagedGroupIsOneRecordAndTheOthersAreRead() {
    byte[] file = file(10, true);
    zap(file, column(file, 1).getStartingPos() + 40);

    RecordingSink sink = read(file);

    assertThat(sink.rows().get(9), equalTo("f:10={\"n\":9,\"s\":\"text 9\"}"));
    assertThat(sink.rows().get(10), equalTo("f:21={\"n\":20,\"s\":\"text 20\"}"));
    assertThat(sink.rows().size(), equalTo(20));
    assertThat(sink.problem().origin(), equalTo("f:11"));
    assertThat(sink.problem().reason(), equalTo(Reason.UNREADABLE_FILE));
    assertThat(
        sink.problem().detail(),
        allOf(containsString("row group 1 (rows 11 to 20)"), containsString("CRC checksum")));
  }

  @Test
  void rowsBeforeADamagedPageAreDeliveredAndTheRecordIsTheNextRow() {
    byte[] file = packed(CompressionCodecName.GZIP).rowsPerPage(5).withoutChecksums().bytes();
    ColumnChunkMetaData column = column(file, 0);
    zap(file, column.getStartingPos() + column.getTotalSize() - 12);

    RecordingSink sink = read(file);

    // The last of six pages is hit; the library looks at a page with the row before it.
    assertThat(sink.rows().size(), is(24));
    assertThat(sink.problem().origin(), equalTo("f:25"));
    assertThat(sink.problem().detail(), containsString("row group 0 (rows 1 to 30)"));
  }

  @Test
  void aFileThatIsCutIsOneRecord() {
    byte[] whole = file(10, true);

    for (int length : new int[] {4, 8, 11, 12, 100, whole.length - 1}) {
      RecordingSink sink = read(Arrays.copyOf(whole, length));

      assertThat(sink.rows(), empty());
      assertThat(sink.problems(), contains("f:0 truncated-file"));
    }
  }

  @Test
  void aDamagedFooterIsOneRecord() {
    byte[] file = file(10, true);
    Arrays.fill(file, file.length - 200, file.length - 100, (byte) 0xff);

    assertThat(read(file).problems(), contains("f:0 unreadable-file"));
  }

  @Test
  void aFooterLongerThanTheFileIsOneRecord() {
    byte[] file = file(10, true);
    Arrays.fill(file, file.length - 8, file.length - 5, (byte) 0xff);

    assertThat(read(file).problem().detail(), containsString("the footer index is not within"));
  }

  @Test
  void anEncryptedFileIsCalledThat() {
    byte[] file = file(10, true);
    byte[] mark = "PARE".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, file, 0, 4);
    System.arraycopy(mark, 0, file, file.length - 4, 4);

    assertThat(read(file).problem().detail(), equalTo("decoding failed: the file is encrypted"));
  }

  @Test
  void aFailureOfTheStorageIsCalledThat() {
    byte[] file = file(10, true);
    long from = column(file, 2).getStartingPos();

    RecordingSink sink = read(() -> new FailingAt(file, from));

    assertThat(sink.rows().size(), equalTo(20));
    assertThat(sink.problem().origin(), equalTo("f:21"));
    assertThat(
        sink.problem().detail(), containsString("reading failed: java.io.IOException: lost"));
  }

  @Test
  void whatTheSinkThrowsPassesThrough() {
    IllegalStateException full = new IllegalStateException("full");
    RowSink sink =
        new RowSink() {
          @Override
          public void row(RawRow row) {
            throw full;
          }

          @Override
          public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {}
        };

    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Reading.reader(100)
                    .read("f", () -> new SeekableInMemoryByteChannel(file(10, true)), sink));

    assertThat(thrown, is(full));
  }

  /** Of a row there is no second copy and no other trace: it was delivered, or a record says so. */
  @Test
  void noDamageIsFatalAndEveryRowOfAReadableFileIsDeliveredOrStoodFor() {
    Random random = new Random(20261121);
    byte[] whole =
        packed(CompressionCodecName.ZSTD)
            .rowsPerGroup(10)
            .rowsPerPage(4)
            .withoutChecksums()
            .bytes();

    for (int round = 0; round < 1_500; round++) {
      byte[] file = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = 4 + random.nextInt(file.length - 8);
        file[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
      }

      RecordingSink sink = read(file);

      int ended = sink.rows().size() + sink.problems().size();
      assertThat("round " + round, ended, lessThanOrEqualTo(ROWS));
      if (sink.rows().size() < ROWS) {
        assertThat("round " + round, sink.problems(), not(empty()));
      }
    }
  }

  private static byte[] file(int rowsPerGroup, boolean checksums) {
    WrittenParquet file = packed(CompressionCodecName.UNCOMPRESSED).rowsPerGroup(rowsPerGroup);
    return (checksums ? file : file.withoutChecksums()).bytes();
  }

  private static WrittenParquet packed(CompressionCodecName codec) {
    WrittenParquet file =
        WrittenParquet.of("required int64 n", "required binary s (STRING)")
            .withoutDictionary()
            .packedWith(codec);
    for (int i = 0; i < ROWS; i++) {
      long n = i;
      file.row(row -> row.append("n", n).append("s", "text " + n));
    }
    return file;
  }

  private static ColumnChunkMetaData column(byte[] file, int group) {
    List<BlockMetaData> groups;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new ChannelInputFile(new SeekableInMemoryByteChannel(file)),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      groups = reader.getRowGroups();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return groups.get(group).getColumns().get(0);
  }

  private static void zap(byte[] file, long at) {
    for (int i = 0; i < 8; i++) {
      file[(int) at + i] ^= 0x5a;
    }
  }

  /** A channel that fails where it is read from one position. */
  private static final class FailingAt extends SeekableInMemoryByteChannel {
    private final long failing;

    FailingAt(byte[] file, long failing) {
      super(file);
      this.failing = failing;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (position() == failing) {
        throw new IOException("lost");
      }
      return super.read(into);
    }
  }
}
