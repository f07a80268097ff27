package io.eventbackfill.source;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.xerial.snappy.Snappy;

/** A Parquet file, made in memory by the library's own writer. */
public final class WrittenParquet {
  private final MessageType schema;
  private final List<Group> rows = new ArrayList<>();
  private CompressionCodecName codec = CompressionCodecName.UNCOMPRESSED;
  private WriterVersion version = WriterVersion.PARQUET_1_0;
  private int rowsPerGroup = Integer.MAX_VALUE;
  private int rowsPerPage = 20_000;
  private boolean dictionary = true;
  private boolean checksums = true;

  private WrittenParquet(MessageType schema) {
    this.schema = schema;
  }

  /**
   * Begins a file without rows.
   *
   * @param fields as the format's own language has them
   */
  public static WrittenParquet of(String... fields) {
    String message = "message row { " + String.join("; ", fields) + "; }";
    return new WrittenParquet(
        MessageTypeParser.parseMessageType(message.replace("};", "}").replace("} ;", "}")));
  }

  public WrittenParquet row(Consumer<Group> fill) {
    Group row = new SimpleGroup(schema);
    fill.accept(row);
    rows.add(row);
    return this;
  }

  public WrittenParquet packedWith(CompressionCodecName name) {
    codec = name;
    return this;
  }

  public WrittenParquet inPagesOfVersion2() {
    version = WriterVersion.PARQUET_2_0;
    return this;
  }

  public WrittenParquet rowsPerGroup(int rowsInEach) {
    rowsPerGroup = rowsInEach;
    return this;
  }

  public WrittenParquet rowsPerPage(int rowsInEach) {
    rowsPerPage = rowsInEach;
    return this;
  }

  public WrittenParquet withoutDictionary() {
    dictionary = false;
    return this;
  }

  public WrittenParquet withoutChecksums() {
    checksums = false;
    return this;
  }

  public byte[] bytes() {
    Memory file = new Memory();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCodecFactory(new Packers())
            .withCompressionCodec(codec)
            .withWriterVersion(version)
            .withRowGroupRowCountLimit(rowsPerGroup)
            .withPageRowCountLimit(rowsPerPage)
            .withMinRowCountForPageSizeCheck(1)
            .withDictionaryEncoding(dictionary)
            .withPageWriteChecksumEnabled(checksums)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.bytes.toByteArray();
  }

  /** In place of the library's, which need all of Hadoop to run. */
  private static final class Packers implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
          return BytesInput.from(packed(name, bytes.toInputStream().readAllBytes()));
        }

        @Override
        public CompressionCodecName getCodecName() {
          return name;
        }

        @Override
        public void release() {}
      };
    }

    private static byte[] packed(CompressionCodecName name, byte[] page) throws IOException {
      return switch (name) {
        case UNCOMPRESSED -> page;
        case SNAPPY -> Snappy.compress(page);
        case GZIP -> Packed.gzip(page);
        case ZSTD -> Zstd.compress(page);
        case LZ4_RAW -> lz4(page, 0, page.length);
        case LZ4 -> inFrames(page);
        default -> throw new UnsupportedOperationException(name.name());
      };
    }

    private static byte[] lz4(byte[] page, int from, int length) {
      Lz4Compressor packer = new Lz4Compressor();
      byte[] packed = new byte[packer.maxCompressedLength(length)];
      return Arrays.copyOf(packed, packer.compress(page, from, length, packed, 0, packed.length));
    }

    /** Two frames, as Hadoop makes of what is larger than its buffer. */
    private static byte[] inFrames(byte[] page) {
      int half = page.length / 2;
      byte[][] frames = {lz4(page, 0, half), lz4(page, half, page.length - half)};
      int[] lengths = {half, page.length - half};
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < frames.length; i++) {
        if (lengths[i] > 0) {
          out.writeBytes(
              ByteBuffer.allocate(8).putInt(lengths[i]).putInt(frames[i].length).array());
          out.writeBytes(frames[i]);
        }
      }
      return out.toByteArray();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public void release() {}
  }

  private static final class Memory implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int b) {
          bytes.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
          bytes.write(from, offset, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
