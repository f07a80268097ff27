package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmplitudeWarehouseMappingTest {
  private static final AmplitudeExportMapping EXPORT = AmplitudeExportMapping.withDefaults();
  private static final AmplitudeWarehouseMapping WAREHOUSE = new AmplitudeWarehouseMapping(EXPORT);

  private static final String EXPORTED =
      "{'uuid':'u-1','app':187520,'event_type':'Order','event_time':'2025-07-01 16:34:54.837000',"
          + "'device_id':'device-1','user_id':'user-1','amplitude_id':1263130950579,"
          + "'session_id':1752748588583,'event_id':135,'location_lat':12.3456789,"
          + "'location_lng':-0.5,'event_properties':{'a':1.50,'b':9007199254740993},"
          + "'user_properties':{},'groups':{'org':['a']},'plan':null,'paying':null}";

  @Test
  void upperCaseColumnsAndPropertiesAsTextGiveTheExportsEvent() {
    String snowflake =
        "{'UUID':'u-1','APP':187520,'EVENT_TYPE':'Order','EVENT_TIME':'2025-07-01 16:34:54.837000',"
            + "'DEVICE_ID':'device-1','USER_ID':'user-1','AMPLITUDE_ID':1263130950579,"
            + "'SESSION_ID':1752748588583,'EVENT_ID':135,'LOCATION_LAT':12.3456789,"
            + "'LOCATION_LNG':-0.5,'EVENT_PROPERTIES':'{\\'a\\':1.50,\\'b\\':9007199254740993}',"
            + "'USER_PROPERTIES':'{}','GROUPS':'{\\'org\\':[\\'a\\']}','PAYING':null}";

    assertThat(WAREHOUSE.map(row(snowflake)), equalTo(EXPORT.map(row(EXPORTED))));
    assertThat(WAREHOUSE.project(row(snowflake)), is(Optional.of("187520")));
  }

  @Test
  void textThroughoutGivesTheExportsEvent() {
    String csv =
        "{'uuid':'u-1','app':'187520','event_type':'Order',"
            + "'event_time':'2025-07-01 16:34:54.837','client_event_time':'','device_id':'device-1',"
            + "'user_id':'user-1','amplitude_id':'1263130950579','session_id':'1752748588583',"
            + "'event_id':'135','location_lat':'12.3456789','location_lng':'-0.5',"
            + "'event_properties':'{\\'a\\':1.50,\\'b\\':9007199254740993}','user_properties':'',"
            + "'groups':'{\\'org\\':[\\'a\\']}','plan':'','paying':'','sample_rate':''}";

    assertThat(WAREHOUSE.map(row(csv)), equalTo(EXPORT.map(row(EXPORTED))));
  }

  @Test
  void theExportsOwnRowIsPassedOnAsItIs() {
    SourceRow row = row(EXPORTED);

    assertThat(WarehouseRow.restored(row), is(sameInstance(row)));
  }

  @ParameterizedTest
  @CsvSource({
    "135, 135",
    "-1, -1",
    "1752748588583.0, 1752748588583.0",
    "1e3, 1e3",
    "' 7 ', 7",
    "'', null",
    "' ', null",
    "none, '\"none\"'",
    "0x10, '\"0x10\"'",
    "007, '\"007\"'",
    "NaN, '\"NaN\"'",
  })
  void aNumberIsReadOnlyFromTextThatIsOne(String text, String json) {
    SourceRow restored = WarehouseRow.restored(row("{'session_id':'" + text + "'}"));

    assertThat(restored.field("session_id").toString(), is(json));
  }

  @Test
  void idsAndTypesStayText() {
    SourceRow row = row("{'user_id':'007','device_id':'','event_type':'12'}");

    assertThat(WarehouseRow.restored(row), is(sameInstance(row)));
  }

  @Test
  void aColumnUnderItsOwnNameIsNotReplacedByOneOfAnotherCase() {
    SourceRow restored = WarehouseRow.restored(row("{'user_id':'a','USER_ID':'b','OTHER':'c'}"));

    assertThat(restored.field("user_id").text(), is("a"));
    assertThat(restored.field("USER_ID").text(), is("b"));
    assertThat(restored.field("OTHER").text(), is("c"));
  }

  private static SourceRow row(String json) {
    byte[] bytes = json.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      return new SourceRow(new Origin("a", null, 1), JsonValue.parseObject(bytes));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
