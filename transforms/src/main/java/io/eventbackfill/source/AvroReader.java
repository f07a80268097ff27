package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.source.AvroBlocks.Block;
import io.eventbackfill.source.AvroBlocks.BorderLost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro object container files from front to back. A record becomes one JSON object, its
 * values as {@link TextForms} writes them, fields that are null left out.
 *
 * <p>A damaged block costs itself: one record stands for what it held, from the first row that was
 * not delivered, and the next block is read. Rows behind it keep their numbers as long as the block
 * can be told where it ends; else what was lost counts as one row.
 *
 * <p>Memory: one block, packed and unpacked.
 */
final class AvroReader {
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final String file;
  private final @Nullable String member;
  private final RowSink sink;
  private final JsonRow row;

  /** The number of the last row behind us. */
  private long rows;

  /**
   * @param member the member's name in its archive, or null
   */
  AvroReader(String file, @Nullable String member, ReadSettings settings, RowSink sink) {
    this.file = file;
    this.member = member;
    this.sink = sink;
    this.row = new JsonRow(settings.maxLineBytes(), true);
  }

  /** Reads to the end, or to what can't be read. */
  void read(InputStream in) {
    AvroBlocks blocks;
    AvroForm form;
    try {
      blocks = new AvroBlocks(in);
      form = AvroForms.of(blocks.schema(), row);
    } catch (IOException e) {
      damaged(0, e);
      return;
    }
    while (true) {
      Block block;
      try {
        block = blocks.next();
      } catch (BorderLost e) {
        damaged(++rows, e);
        if (goesOn(blocks)) {
          continue;
        }
        return;
      } catch (IOException e) {
        damaged(rows + 1, e);
        return;
      }
      if (block == null) {
        return;
      }
      deliver(blocks, block, form);
    }
  }

  private boolean goesOn(AvroBlocks blocks) {
    try {
      return blocks.toNextSync();
    } catch (IOException e) {
      damaged(rows + 1, e);
      return false;
    }
  }

  private void deliver(AvroBlocks blocks, Block block, AvroForm form) {
    long done = 0;
    IOException failed = null;
    try {
      AvroCursor content = blocks.unpack(block);
      while (done < block.records() && (failed = next(content, form)) == null) {
        done++;
        row.deliver(new Origin(file, member, rows + done), sink);
      }
      if (failed == null && content.remaining() > 0) {
        failed = new IOException("a block holds more than the records it names");
      }
    } catch (IOException e) {
      failed = e;
    }
    if (failed == null) {
      rows += done;
      return;
    }
    row.beginAnew();
    damaged(rows + done + 1, failed);
    rows += Math.max(block.records(), done + 1);
  }

  /** Apart from the row's delivery: what the sink throws is no fault of the file. */
  private @Nullable IOException next(AvroCursor content, AvroForm form) {
    int before = content.position();
    try {
      row.write(json -> form.write(content, json));
      row.end();
      content.itemSince(before);
      return null;
    } catch (IOException e) {
      return e;
    } catch (UncheckedIOException e) {
      return e.getCause();
    }
  }

  private void damaged(long at, IOException cause) {
    Failure failure = Failure.of(cause);
    Origin origin = new Origin(file, member, at);
    sink.unreadable(origin, failure.reason(), NOTHING, failure.detail());
  }
}
