package io.eventbackfill.source;

import io.eventbackfill.source.ChannelInput.ChannelFailure;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * An open Parquet file: its row groups, and readers of their rows. Everything that the library
 * throws at damaged data comes out as an {@link IOException}.
 */
final class ParquetFile implements Closeable {
  private static final String PLAIN_END = "PAR1";
  private static final String ENCRYPTED_END = "PARE";

  /** Length of the footer's length and the mark behind it. */
  private static final int END_BYTES = 8;

  private static final int LONGEST_MESSAGE = 200;

  /** The end of the file is not that of a whole one. */
  private static final class FooterMissing extends EOFException {
    private static final long serialVersionUID = 1L;

    FooterMissing(String message) {
      super(message);
    }
  }

  private final ParquetFileReader reader;
  private final MessageType requested;
  private final boolean whole;
  private final ParquetGroups groups;

  private ParquetFile(ParquetFileReader reader, @Nullable Set<String> fields, long bytes)
      throws IOException {
    this.reader = reader;
    MessageType schema = reader.getFileMetaData().getSchema();
    this.requested = project(schema, fields);
    this.whole = requested.getFieldCount() == schema.getFieldCount();
    this.groups = new ParquetGroups(reader.getRowGroups(), requested, bytes);
    reader.setRequestedSchema(requested);
  }

  /**
   * Reads a file's footer.
   *
   * @param channel is left open
   * @param fields the top-level columns to read; null for all
   * @throws IOException if the footer is damaged, missing, or claims what can't be
   */
  static ParquetFile open(SeekableByteChannel channel, @Nullable Set<String> fields)
      throws IOException {
    try {
      InputFile input = new ChannelInputFile(channel);
      checkEnd(input);
      ParquetReadOptions options =
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .withCodecFactory(new ParquetCodecs())
              .withPageChecksumVerification(true)
              .withUseHadoopVectoredIo(false)
              .build();
      ParquetFileReader reader = ParquetFileReader.open(input, options);
      return new ParquetFile(reader, fields, input.getLength());
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw damage(e);
    }
  }

  /** True if no column is left out. */
  boolean isWhole() {
    return whole;
  }

  /** The row groups. */
  ParquetGroups groups() {
    return groups;
  }

  /**
   * Reads the needed columns of a group.
   *
   * @param into takes the rows, one for each read
   * @throws IOException if that fails
   */
  Rows rows(int group, JsonRow into) throws IOException {
    try {
      groups.check(group);
      PageReadStore pages = reader.readRowGroup(group);
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(requested);
      Materializer rows = new Materializer(into, new ParquetStruct(requested, into, json -> {}));
      return new Rows(columns.getRecordReader(new SoundPages(pages), rows), pages);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw damage(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** The rows of a group, in order. */
  record Rows(RecordReader<Boolean> reader, PageReadStore pages) implements Closeable {

    /**
     * Reads the next row.
     *
     * @throws IOException if it can't be decoded; the rest of the group can't be either
     */
    void next() throws IOException {
      try {
        reader.read();
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        throw damage(e);
      }
    }

    @Override
    public void close() {
      pages.close();
    }
  }

  private static MessageType project(MessageType schema, @Nullable Set<String> fields) {
    if (fields == null) {
      return schema;
    }
    List<Type> wanted =
        schema.getFields().stream().filter(field -> fields.contains(field.getName())).toList();
    // A file with none of them is not what was expected: its records show what it is.
    return wanted.isEmpty() ? schema : new MessageType(schema.getName(), wanted);
  }

  private static void checkEnd(InputFile input) throws IOException {
    byte[] mark = new byte[PLAIN_END.length()];
    if (input.getLength() >= END_BYTES + mark.length) {
      try (SeekableInputStream in = input.newStream()) {
        in.seek(input.getLength() - mark.length);
        in.readFully(mark);
      }
    }
    String end = new String(mark, StandardCharsets.ISO_8859_1);
    if (end.equals(ENCRYPTED_END)) {
      throw new IOException("the file is encrypted");
    }
    if (!end.equals(PLAIN_END)) {
      throw new FooterMissing("the file does not end in a footer, without which it can't be read");
    }
  }

  /**
   * A failure of the library, with what it says of its causes. Memory that damaged data asks for is
   * asked for at once, in this thread: that it was not there harms no other.
   */
  private static IOException damage(Throwable e) {
    List<String> said = new ArrayList<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ChannelFailure storage) {
        return storage;
      }
      if (cause instanceof FooterMissing missing) {
        return missing;
      }
      String message = cause.getMessage();
      if (cause.getCause() == null || !cause.getCause().toString().equals(message)) {
        said.add(message == null ? cause.getClass().getSimpleName() : firstLine(message));
      }
    }
    if (e instanceof OutOfMemoryError) {
      said.add(0, "it asks for more memory than there is");
    }
    return new IOException(String.join(": ", said), e);
  }

  /** The library appends whole schemas. */
  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), LONGEST_MESSAGE));
  }

  private static final class Materializer extends RecordMaterializer<Boolean> {
    private final JsonRow into;
    private final GroupConverter row;

    Materializer(JsonRow into, GroupConverter row) {
      this.into = into;
      this.row = row;
    }

    @Override
    public Boolean getCurrentRecord() {
      into.end();
      return true;
    }

    @Override
    public GroupConverter getRootConverter() {
      return row;
    }
  }
}
