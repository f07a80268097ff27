package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.KEY;
import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.bytes;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static io.eventbackfill.emulators.amplitude.Uploads.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows in the shape of the Export API, as a real row of July 2025 shows it. */
class ExportRowTest {

  private static ObjectNode stored(String more) {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("device-1", "a", more)));
    return row(emulator, 0);
  }

  @Test
  void aBareEventHasAllKeysAndTheServersValues() {
    ObjectNode row = stored("");
    assertThat(row.size(), is(55));
    assertThat(
        row.path("uuid").asText(), matchesPattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    assertThat(row.path("event_id").isInt(), is(true));
    row.remove("uuid");
    row.remove("event_id");
    assertThat(
        row,
        is(
            json(
                "{'$insert_id':'a','$insert_key':null,'$schema':null,'adid':null,"
                    + "'amplitude_attribution_ids':null,'amplitude_event_type':null,"
                    + "'amplitude_id':1000000000001,'app':187520,'city':null,"
                    + "'client_event_time':'2025-07-01 16:34:54.837000',"
                    + "'client_upload_time':'2026-01-01 00:00:00.000000','country':null,"
                    + "'data':{'path':'/batch','user_properties_updated':false,"
                    + "'group_first_event':{},'group_ids':{}},'data_type':'event',"
                    + "'device_brand':null,'device_carrier':null,'device_family':null,"
                    + "'device_id':'device-1','device_manufacturer':null,'device_model':null,"
                    + "'device_type':null,'dma':null,'event_properties':{},"
                    + "'event_time':'2025-07-01 16:34:54.837000','event_type':'click',"
                    + "'global_user_properties':{},'group_properties':{},'groups':{},"
                    + "'idfa':null,'ip_address':null,'is_attribution_event':false,"
                    + "'language':null,'library':'http/2.0','location_lat':null,"
                    + "'location_lng':null,'os_name':null,'os_version':null,"
                    + "'partner_id':null,'paying':null,'plan':{},'platform':null,"
                    + "'processed_time':'2026-01-01 00:00:01.239567','region':null,"
                    + "'sample_rate':null,'server_received_time':'2026-01-01 00:00:00.000000',"
                    + "'server_upload_time':'2026-01-01 00:00:00.005000','session_id':-1,"
                    + "'source_id':null,'start_version':null,'user_creation_time':null,"
                    + "'user_id':null,'user_properties':{},'version_name':null}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "carrier | 'T-Mobile' | device_carrier",
        "ip | '10.0.0.1' | ip_address",
        "app_version | '1.2' | version_name",
        "version_name | '1.3' | version_name",
        "device_model | 'iPhone' | device_type",
        "device_model | 'iPhone' | device_family",
        "event_id | 135 | event_id",
        "session_id | 1752748588583 | session_id",
        "user_id | 'user-1' | user_id",
        "location_lat | 12.3456700 | location_lat",
        "library | 'amplitude-ts/2.16.1' | library",
        "idfa | 'x' | idfa",
        "adid | 'x' | adid",
        "partner_id | 'x' | partner_id",
        "city | 'Bonn' | city",
        "dma | 'x' | dma",
        "region | 'x' | region",
        "country | 'Germany' | country",
        "language | 'English' | language",
        "platform | 'Web' | platform",
        "os_name | 'Chrome' | os_name",
        "os_version | '137' | os_version",
        "device_brand | 'x' | device_brand",
        "device_manufacturer | 'x' | device_manufacturer"
      })
  void fieldsKeepTheirValueUnderTheirExportName(String sent, String value, String exported) {
    ObjectNode row = stored(",'" + sent + "':" + value);
    assertThat(row.path(exported), is(json(value)));
    assertThat(row.size(), is(55));
  }

  @Test
  void numbersAndTextsInPropertiesSurviveUnchanged() {
    String properties =
        "{'big':9007199254740993,'huge':123456789012345678901234567890,'money':1.50,"
            + "'far':1e400,'zero':-0.0,'null':null,'deep':{'a':[1,{'b':'ä\\u0000😀'}]},"
            + "'[Amplitude] x.y $z':''}";
    ObjectNode row =
        stored(",'event_properties':" + properties + ",'user_properties':" + properties);
    assertThat(row.path("event_properties"), is(json(properties)));
    assertThat(row.path("user_properties"), is(json(properties)));
    String text = new String(ExactJson.write(row), StandardCharsets.UTF_8);
    assertThat(text, containsString("\"money\":1.50,\"far\":1e400,\"zero\":-0.0"));
    assertThat(text, containsString("\"big\":9007199254740993"));
  }

  @Test
  void groupsBecomeArraysAndGroupPropertiesNest() {
    ObjectNode row = stored(",'groups':{'org':'a','team':['b',7]},'group_properties':{'x':1}");
    assertThat(row.path("groups"), is(json("{'org':['a'],'team':['b','7']}")));
    assertThat(row.path("group_properties"), is(json("{'org':{'a':{}},'team':{'b':{},'7':{}}}")));
  }

  @Test
  void onlyFiveGroupTypesAndTenValuesAreTracked() {
    ObjectNode types = stored(",'groups':{'a':'1','b':'1','c':'1','d':'1','e':'1','f':'1'}");
    assertThat(types.path("groups").size(), is(5));
    ObjectNode values = stored(",'groups':{'a':[1,2,3,4,5,6,7],'b':[1,2,3,4,5]}");
    assertThat(values.at("/groups/a").size(), is(7));
    assertThat(values.at("/groups/b").size(), is(3));
  }

  @Test
  void revenueFieldsMoveIntoTheEventProperties() {
    ObjectNode row =
        stored(",'price':1.25,'quantity':2,'revenue':9,'productId':'p','currency':'EUR'");
    assertThat(
        row.path("event_properties").toString(),
        is(
            "{\"$price\":1.25,\"$quantity\":2,\"$revenue\":2.50,"
                + "\"$productId\":\"p\",\"$currency\":\"EUR\"}"));
    assertThat(stored(",'revenue':9").path("event_properties"), is(json("{'$revenue':9}")));
  }

  @Test
  void aPlanKeepsItsKnownKeys() {
    assertThat(
        stored(",'plan':{'branch':'b','source':'s','version':'1','x':'y'}").path("plan"),
        is(json("{'branch':'b','source':'s','version':'1'}")));
  }

  @Test
  void aClientUploadTimeMovesTheEventByItsAge() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(
        bytes(
            "{'client_upload_time':'2025-12-31 00:00:00.000000','api_key':'"
                + KEY
                + "','events':["
                + event("device-1", "a")
                + "]}"));
    assertThat(row(emulator, 0).path("event_time").asText(), is("2025-07-02 16:34:54.837000"));
    assertThat(
        row(emulator, 0).path("client_event_time").asText(), is("2025-07-01 16:34:54.837000"));
  }

  @Test
  void anEventWithoutTimeIsDatedAtItsArrival() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body("{'event_type':'x','device_id':'device-1'}"));
    assertThat(row(emulator, 0).path("event_time").asText(), is("2026-01-01 00:00:00.000000"));
  }

  @Test
  void timesBeforeTheEpochAndFarAwayAreKept() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(
        body(
            "{'event_type':'x','device_id':'device-1','time':-1}",
            "{'event_type':'x','device_id':'device-1','time':32503680000000}"));
    assertThat(row(emulator, 0).path("event_time").asText(), is("1969-12-31 23:59:59.999000"));
    assertThat(row(emulator, 1).path("event_time").asText(), is("3000-01-01 00:00:00.000000"));
  }

  @Test
  void theRemoteAddressIsTheUploaders() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("device-1", "a", ",'ip':'$remote'")));
    assertThat(row(emulator, 0).path("ip_address").asText(), is("127.0.0.1"));
    assertThat(emulator.statistics().complaints(Complaint.EVENT_WITH_REMOTE_IP), is(1L));
  }
}
