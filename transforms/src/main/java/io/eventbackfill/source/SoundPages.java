package io.eventbackfill.source;

import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType;

/**
 * A row group's pages, refusing dictionaries that claim more values than they have bytes for: the
 * library takes memory for as many as they claim.
 */
record SoundPages(PageReadStore pages) implements PageReadStore {

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    return new Column(pages.getPageReader(column), column.getPrimitiveType());
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  @Override
  public Optional<Long> getRowIndexOffset() {
    return pages.getRowIndexOffset();
  }

  @Override
  public Optional<PrimitiveIterator.OfLong> getRowIndexes() {
    return pages.getRowIndexes();
  }

  @Override
  public void close() {
    pages.close();
  }

  private record Column(PageReader reader, PrimitiveType type) implements PageReader {

    @Override
    public DictionaryPage readDictionaryPage() {
      DictionaryPage page = reader.readDictionaryPage();
      if (page != null) {
        long most = page.getBytes().size() / leastBytes();
        if (page.getDictionarySize() < 0 || page.getDictionarySize() > most) {
          throw new ParquetDecodingException(
              "a dictionary is said to have " + page.getDictionarySize() + " values");
        }
      }
      return page;
    }

    @Override
    public long getTotalValueCount() {
      return reader.getTotalValueCount();
    }

    @Override
    public DataPage readPage() {
      return reader.readPage();
    }

    private int leastBytes() {
      return switch (type.getPrimitiveTypeName()) {
        case BOOLEAN -> 1;
        case INT32, FLOAT, BINARY -> 4;
        case INT64, DOUBLE -> 8;
        case INT96 -> 12;
        case FIXED_LEN_BYTE_ARRAY -> Math.max(1, type.getTypeLength());
      };
    }
  }
}
