package io.eventbackfill.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.RecordWrapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits the text of one CSV record into its fields. */
final class CsvFields {
  /**
   * Values of one record, in its order; null where the field holds none.
   *
   * @param values never empty
   */
  record Fields(List<@Nullable String> values) {
    int count() {
      return values.size();
    }
  }

  private final CsvReaderBuilder splitter;
  private final String nullText;

  CsvFields(TextFormat format) {
    this.splitter =
        de.siegmar.fastcsv.reader.CsvReader.builder()
            .fieldSeparator(format.delimiter())
            .quoteCharacter(TextFormat.QUOTE);
    this.nullText = format.nullText();
  }

  /**
   * The fields of one record.
   *
   * @return null if the text is more than one, which a carriage return outside quotes makes it
   */
  @Nullable Fields of(String record) {
    Fields only = null;
    for (Fields fields : splitter.build(new Splitting(), record)) {
      if (only != null) {
        return null;
      }
      only = fields;
    }
    return only;
  }

  private @Nullable String value(String text, boolean quoted) {
    return !quoted && (text.isEmpty() || text.equals(nullText)) ? null : text;
  }

  /** Keeps what the library's own records forget: whether a field was quoted. */
  private final class Splitting extends AbstractBaseCsvCallbackHandler<Fields> {
    private List<@Nullable String> values = new ArrayList<>();

    @Override
    protected void handleBegin(long line) {
      values = new ArrayList<>();
    }

    @Override
    protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
      values.add(value(new String(text, from, length), quoted));
    }

    @Override
    protected RecordWrapper<Fields> buildRecord() {
      return wrapRecord(new Fields(values));
    }
  }
}
