package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.CsvExtent.Step;
import io.eventbackfill.source.CsvFields.Fields;
import io.eventbackfill.source.LineReader.Line;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV (RFC 4180, with any delimiter; lines may end in a line feed alone) whose first record
 * names the fields, and makes each later record one JSON object of strings and nulls.
 *
 * <p>A quote opens a field at its very start only, and then line feeds belong to the field. A row's
 * number is that of the line it begins in; blank lines are rows. A record that can't be one (other
 * characters behind a closing quote, a quote that never closes, too many or too few fields) costs
 * its first line alone, and reading goes on at the next.
 *
 * <p>Memory is bounded by the longest record allowed. Time is linear: lines that were searched in
 * vain for a record's end begin no record of several lines themselves.
 */
final class CsvReader implements RowCutter {
  private final Window window;
  private final LineReader lines;
  private final int longest;
  private final CsvFields fields;
  private final char delimiter;

  private @Nullable CsvHeader header;
  private boolean refused;

  /** The first line that may begin a record of several lines. */
  private long nextSearch;

  /**
   * @param longest the longest record to hold in memory whole, in bytes
   */
  CsvReader(InputStream in, int longest, TextFormat format) {
    this.window = new Window(in, longest);
    this.lines = new LineReader(window, longest);
    this.longest = longest;
    this.fields = new CsvFields(format);
    this.delimiter = format.delimiter();
  }

  @Override
  public @Nullable Piece next() throws IOException {
    if (refused) {
      return null;
    }
    lines.begin();
    CsvExtent extent = search();
    if (window.length() == 0) {
      return null;
    }
    return extent.isWhole() ? record(extent) : line(extent, extent.fault());
  }

  @Override
  public long currentRow() {
    return lines.currentRow();
  }

  @Override
  public Bytes partial() {
    return lines.partial();
  }

  /** Looks for the end of the record at the window's start. */
  private CsvExtent search() throws IOException {
    CsvExtent extent = new CsvExtent(delimiter);
    boolean alone = currentRow() < nextSearch;
    while (true) {
      while (extent.length() < window.length()) {
        Step step = extent.take(window.at(extent.length()));
        if (step == Step.LAST || step == Step.DAMAGED || (step == Step.FEED_INSIDE && alone)) {
          return extent;
        }
      }
      boolean full = window.isFull();
      if (full || !window.fill()) {
        extent.end(full);
        return extent;
      }
    }
  }

  private @Nullable Piece record(CsvExtent extent) throws IOException {
    Bytes record = content(extent);
    if (record.length() > longest) {
      return line(extent, "it has " + record.length() + " bytes, allowed are " + longest);
    }
    if (record.length() == 0) {
      return taken(extent, Piece.of(currentRow(), record));
    }
    if (!record.isUtf8()) {
      return header == null
          ? line(extent, "it is not valid UTF-8")
          : taken(extent, Piece.of(currentRow(), record));
    }
    Fields found = fields.of(record.text());
    if (found == null) {
      return line(extent, "a carriage return stands outside quotes");
    }
    if (header == null) {
      return headed(extent, found);
    }
    if (found.count() != header.width()) {
      return line(extent, "it has " + found.count() + " fields, the header " + header.width());
    }
    return taken(extent, new Piece(currentRow(), header.json(found), null));
  }

  private @Nullable Piece headed(CsvExtent extent, Fields found) throws IOException {
    Set<String> repeated = CsvHeader.repeated(found);
    if (!repeated.isEmpty()) {
      return line(extent, "it names more than one field " + String.join(", ", repeated));
    }
    header = CsvHeader.of(found);
    lines.taken(extent.length(), extent.feeds() + 1);
    return next();
  }

  /** What the record is made of, without its line's end. */
  private Bytes content(CsvExtent extent) {
    int end = extent.length();
    if (end > 0 && window.at(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && window.at(end - 1) == '\r') {
      end--;
    }
    return window.copy(0, end);
  }

  private Piece taken(CsvExtent extent, Piece piece) {
    lines.taken(extent.length(), extent.feeds() + 1);
    return piece;
  }

  /** The line at the window's start, which begins no record. */
  private @Nullable Piece line(CsvExtent extent, String fault) throws IOException {
    nextSearch = Math.max(nextSearch, currentRow() + extent.feeds());
    Line line = lines.nextLine();
    if (line == null) {
      return null;
    }
    if (header == null) {
      refused = true;
      String detail = "the header can't be used: " + fault;
      return Piece.bad(line.row(), line.bytes(), Reason.UNREADABLE_FILE, detail);
    }
    Piece piece = lines.piece(line);
    return piece.failure() == null
        ? Piece.bad(line.row(), line.bytes(), Reason.INVALID_ROW, fault)
        : piece;
  }
}
