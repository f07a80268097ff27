package io.eventbackfill.mapping;

import static io.eventbackfill.mapping.ExportField.dropped;
import static io.eventbackfill.mapping.ExportField.read;
import static io.eventbackfill.mapping.ExportField.sent;

import com.google.common.collect.ImmutableSet;
import io.eventbackfill.model.Attributes;
import java.util.List;
import java.util.Objects;

/**
 * The fate of every field of an Amplitude export, in one table: the keys of a real row, those the
 * vendor's pages name beside them, and the names warehouses give the insert id. Any other key is
 * unknown.
 *
 * <p>Attributes come out in the table's order; of several fields for one the first counts.
 */
final class ExportFields {

  private static final List<ExportField> TABLE =
      List.of(
          // What happened, when, and to whom.
          read("event_type", "the event's type; some types are no events of their own"),
          read("event_time", "the time"),
          read("client_event_time", "the time, if chosen or where event_time is unusable"),
          read("server_received_time", "the time where both above are unusable"),
          read("server_upload_time", "the time where all above are unusable; breaks ties"),
          read("event_id", "tells apart what happened in the same instant"),
          read("user_id", "the user"),
          read("device_id", "the device"),
          read("amplitude_id", "the person after merges, for ordering; differs per project"),

          // What is sent.
          sent(
              "event_properties",
              Attributes.EVENT_PROPERTIES,
              Conversions::properties,
              "byte for byte; revenue stays inside, where the export has it"),
          sent(
              "user_properties",
              Attributes.USER_PROPERTIES,
              Conversions::userProperties,
              "byte for byte, without property operations"),
          sent("groups", Attributes.GROUPS, Groups::convert, "type to value or values"),
          sent("session_id", Attributes.SESSION_ID, Conversions::sessionId, "an integer; not -1"),
          sent("version_name", Attributes.APP_VERSION, Conversions::text, "renamed"),
          sent("platform", Attributes.PLATFORM, Conversions::text, "kept"),
          sent("os_name", Attributes.OS_NAME, Conversions::text, "kept"),
          sent("os_version", Attributes.OS_VERSION, Conversions::text, "kept"),
          sent("device_brand", Attributes.DEVICE_BRAND, Conversions::text, "kept"),
          sent("device_manufacturer", Attributes.DEVICE_MANUFACTURER, Conversions::text, "kept"),
          sent("device_model", Attributes.DEVICE_MODEL, Conversions::text, "kept"),
          sent("device_carrier", Attributes.CARRIER, Conversions::text, "renamed"),
          sent("country", Attributes.COUNTRY, Conversions::text, "kept"),
          sent("region", Attributes.REGION, Conversions::text, "kept"),
          sent("city", Attributes.CITY, Conversions::text, "kept"),
          sent("dma", Attributes.DMA, Conversions::text, "kept"),
          sent("language", Attributes.LANGUAGE, Conversions::text, "kept"),
          sent("location_lat", Attributes.LATITUDE, Conversions::latitude, "only with a longitude"),
          sent(
              "location_lng", Attributes.LONGITUDE, Conversions::longitude, "only with a latitude"),
          sent("ip_address", Attributes.IP, Conversions::ip, "renamed; never $remote"),
          sent("idfa", Attributes.IDFA, Conversions::advertisingId, "kept; not if all zeros"),
          sent("adid", Attributes.ADID, Conversions::advertisingId, "kept; not if all zeros"),
          sent("plan", Attributes.PLAN, Conversions::plan, "only what the vendor accepts of it"),

          // What Amplitude itself takes from nobody, but other vendors do.
          sent("device_type", Attributes.DEVICE_TYPE, Conversions::filled, "kept"),
          sent("device_family", Attributes.DEVICE_FAMILY, Conversions::filled, "kept"),
          sent("start_version", Attributes.START_VERSION, Conversions::filled, "kept"),
          sent("library", Attributes.SOURCE_LIBRARY, Conversions::filled, "renamed"),
          sent("app", Attributes.SOURCE_PROJECT, Conversions::id, "the project, too"),
          insertId("$insert_id", "the identity, too"),
          insertId("insert_id", "the identity, too, as warehouses name it"),
          insertId("_insert_id", "the identity, too, as warehouses name it"),
          insertId("INSERT_ID", "the identity, too, as warehouses name it"),
          sent(
              "uuid",
              Attributes.SOURCE_UUID,
              Conversions::string,
              "the identity of a row without insert id, too"),

          // What is only looked at.
          read("data_type", "other kinds of record than events are refused"),
          read("sample_rate", "sampled data is noted"),
          read("scope", "with merged_amplitude_id: a merge of users, no event"),
          read("merged_amplitude_id", "with scope: a merge of users, no event"),
          read("merge_time", "when users were merged"),
          read("merge_event_time", "when users were merged, as warehouses name it"),
          read("merge_server_time", "when users were merged, where the other is missing"),

          // What is left out on purpose.
          dropped("client_upload_time", "at a request's top level it would shift times"),
          dropped("processed_time", "set by the server"),
          dropped("user_creation_time", "follows from the user's earliest event"),
          dropped("group_properties", "not the shape of an upload, where events ignore it"),
          dropped("global_user_properties", "undocumented"),
          dropped("paying", "follows from the first revenue event"),
          dropped("partner_id", "belongs to the original's integration"),
          dropped("source_id", "belongs to the original's integration"),
          dropped("amplitude_event_type", "a legacy mark of the vendor's own events"),
          dropped("is_attribution_event", "attribution can't be made anew"),
          dropped("amplitude_attribution_ids", "attribution can't be made anew"),
          dropped("data", "internals of the server"),
          dropped("$schema", "the export's own version"),
          dropped("$insert_key", "internals of the server"),
          dropped("followed_an_identify", "internals of the server"));

  private static final List<ExportField> SENT =
      TABLE.stream().filter(field -> field.sent() != null).toList();

  private static final ImmutableSet<String> NAMES =
      TABLE.stream().map(ExportField::name).collect(ImmutableSet.toImmutableSet());

  private static final List<String> ATTRIBUTES =
      SENT.stream()
          .map(field -> Objects.requireNonNull(field.sent()).attribute())
          .distinct()
          .toList();

  private ExportFields() {}

  private static ExportField insertId(String name, String how) {
    return sent(name, Attributes.SOURCE_INSERT_ID, Conversions::string, how);
  }

  static List<ExportField> table() {
    return TABLE;
  }

  /** The fields that become attributes, in the attributes' order. */
  static List<ExportField> sentFields() {
    return SENT;
  }

  /** The attributes the table makes, in order. */
  static List<String> attributes() {
    return ATTRIBUTES;
  }

  static boolean knows(String key) {
    return NAMES.contains(key);
  }
}
