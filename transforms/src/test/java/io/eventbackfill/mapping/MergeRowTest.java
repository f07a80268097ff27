package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeRowTest {
  private static final AmplitudeExportMapping EXPORT = AmplitudeExportMapping.withDefaults();
  private static final Mapping WAREHOUSE = new AmplitudeWarehouseMapping(EXPORT);

  @Test
  void thePersonThatWasMergedBecomesTheOriginal() throws MalformedJsonException {
    SourceRow row =
        row(
            "{'scope':1,'merge_time':1700000000123,'merge_server_time':9,"
                + "'amplitude_id':7,'merged_amplitude_id':9007199254740993}");

    assertThat(EXPORT.map(row), instanceOf(Refused.class));
    assertThat(
        EXPORT.merge(row), is(Optional.of(new Merge("7", "9007199254740993", 1700000000123000L))));
  }

  @Test
  void warehousesNameTheirColumnsAsTheyLike() throws MalformedJsonException {
    SourceRow row =
        row(
            "{'SCOPE':'1','MERGE_EVENT_TIME':'2024-03-01 00:00:00.5','AMPLITUDE_ID':'7',"
                + "'MERGED_AMPLITUDE_ID':'8'}");

    assertThat(WAREHOUSE.merge(row), is(Optional.of(new Merge("7", "8", 1709251200500000L))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'merge_time':5                              | 5000",
        "'merge_event_time':'1970-01-01 00:00:01'    | 1000000",
        "'merge_time':null,'merge_server_time':7     | 7000",
        "'merge_time':'soon','merge_server_time':7   | 7000",
        "'merge_time':-1,'merge_server_time':7       | 7000",
        "'merge_time':9223372036854775807            | 9223372036854775807",
        "'merge_time':1e400                          | 9223372036854775807",
        "'x':1                                       | 9223372036854775807"
      })
  void itsTimeIsTheFirstOneThatCanBeRead(String times, long micros) throws MalformedJsonException {
    SourceRow row = row("{'amplitude_id':1,'merged_amplitude_id':2," + times.strip() + "}");

    assertThat(EXPORT.merge(row), is(Optional.of(new Merge("1", "2", micros))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'scope':1,'merged_amplitude_id':2}",
        "{'scope':1,'amplitude_id':null,'merged_amplitude_id':2}",
        "{'scope':1,'amplitude_id':true,'merged_amplitude_id':2}",
        "{'scope':1,'amplitude_id':1,'merged_amplitude_id':{}}"
      })
  void aRowThatDoesNotSayWhoBecameWhomRecordsNothing(String json) throws MalformedJsonException {
    assertThat(EXPORT.merge(row(json)), is(Optional.empty()));
  }

  private static SourceRow row(String json) throws MalformedJsonException {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new SourceRow(new Origin("f", null, 1), JsonValue.parseObject(bytes));
  }
}
