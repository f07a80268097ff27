package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row after the other, written as JSON. Holds at most the longest row allowed; of a longer one
 * it keeps the beginning. Once writing to it has failed it has to be begun anew.
 */
final class JsonRow {

  /** A piece of a row. */
  @FunctionalInterface
  interface Piece {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** Floats and doubles with as few digits as tell them apart; those without digits as strings. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private final int longest;
  private final boolean whole;
  private final Kept kept;
  private JsonGenerator json;
  private @Nullable Failure fault;

  /**
   * @param longest the longest row to deliver, in bytes
   * @param whole false if the row will lack fields that the source has
   */
  JsonRow(int longest, boolean whole) {
    this.longest = longest;
    this.whole = whole;
    this.kept = new Kept(longest);
    this.json = generator(kept);
  }

  /** Forgets what was written of the row. */
  void beginAnew() {
    kept.reset();
    fault = null;
    json = generator(kept);
  }

  private static JsonGenerator generator(Kept kept) {
    try {
      return JSON.createGenerator(kept).setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds to the row.
   *
   * @throws UncheckedIOException if the row can't be JSON: it is nested too deeply, or beyond all
   *     measure
   */
  void write(Piece piece) {
    try {
      piece.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The row will be set aside; the first reason counts. */
  void fault(Reason reason, String detail) {
    if (fault == null) {
      fault = new Failure(reason, detail);
    }
  }

  /**
   * Ends the row.
   *
   * @throws UncheckedIOException as {@link #write} does
   */
  void end() {
    write(JsonGenerator::flush);
  }

  /** Hands the ended row over and begins the next. */
  void deliver(Origin origin, RowSink sink) {
    long length = kept.length;
    Bytes bytes = Bytes.of(kept.toByteArray());
    Failure said = fault;
    kept.reset();
    fault = null;
    if (length > longest) {
      String detail = "the row makes " + length + " bytes of JSON, allowed are " + longest;
      byte[] beginning = Arrays.copyOf(bytes.array(), Math.min(bytes.length(), Window.KEPT_BYTES));
      sink.unreadable(origin, Reason.LINE_TOO_LONG, Bytes.of(beginning), detail);
    } else if (said != null) {
      sink.unreadable(origin, said.reason(), bytes, said.detail());
    } else {
      sink.row(new RawRow(origin, bytes, whole));
    }
  }

  /** Keeps as many bytes as the longest row may have, and counts the rest. */
  private static final class Kept extends OutputStream {
    /** A list of nulls takes a few bytes, whatever its length. */
    private static final long BEYOND_MEASURE = 1L << 31;

    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private long length;

    Kept(int most) {
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
      bytes.write(from, offset, Math.min(count, most - bytes.size()));
      length += count;
      if (length > BEYOND_MEASURE) {
        throw new IOException("one row makes more than 2 GiB of JSON");
      }
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }

    void reset() {
      bytes.reset();
      length = 0;
    }
  }
}
