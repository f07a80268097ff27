package io.eventbackfill.destinations.amplitude;

import io.eventbackfill.mapping.AmplitudeStoredMapping;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.verification.StoredForm;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Amplitude makes of events it stores, as its pages say it.
 *
 * <ul>
 *   <li>Without a device it makes one of the user's id (Batch API, device_id); an event of a device
 *       may get the user that the device is known to belong to (unique users).
 *   <li>Without an event id it counts one itself, and without a place it looks one up by the
 *       address (location); the four names of a place are one, so that if one was sent the others
 *       are not filled in.
 *   <li>Strings are cut behind 1024 characters (limits).
 *   <li>Codes of languages become their English names (HTTP V2 API, language).
 *   <li>Of groups beyond five types or ten values some are not kept (Batch API, groups).
 *   <li>Advertising ids are usually removed once they were used (SQL schema).
 *   <li>With the sync of user properties on, an event is stored with all that the user has.
 * </ul>
 *
 * @param longestString characters of a string that are kept
 * @param skipsSync whether events keep the user properties they were sent with
 */
record AmplitudeStoredForm(int longestString, boolean skipsSync) implements StoredForm {
  private static final long serialVersionUID = 1L;

  private static final String DEVICE = "device_id";
  private static final String USER = "user_id";

  private static final Set<String> NOT_CONTENT = Set.of("insert_id", "$skip_user_properties_sync");

  private static final Set<String> PLACE =
      Set.of(Attributes.COUNTRY, Attributes.REGION, Attributes.CITY, Attributes.DMA);

  private static final Set<String> FILLED_IN =
      Set.of(DEVICE, USER, "event_id", Attributes.LATITUDE, Attributes.LONGITUDE);

  private static final Set<String> REMOVED = Set.of(Attributes.IDFA, Attributes.ADID);

  private static final int MAX_GROUP_TYPES = 5;
  private static final int MAX_GROUP_VALUES = 10;

  /** As in en-US; names of languages are longer than a code's first part. */
  private static final Pattern LANGUAGE_CODE =
      Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*");

  @Override
  public Mapping mapping() {
    return AmplitudeStoredMapping.withDefaults();
  }

  @Override
  public String type() {
    return "event_type";
  }

  @Override
  public String device() {
    return DEVICE;
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public String copy() {
    return Attributes.STORED_COPY;
  }

  @Override
  public Set<String> notContent() {
    return NOT_CONTENT;
  }

  @Override
  public Set<String> lists() {
    return Set.of(Attributes.GROUPS);
  }

  @Override
  public boolean keeps(String field, JsonValue value) {
    return switch (field) {
      case Attributes.LANGUAGE -> !LANGUAGE_CODE.matcher(String.valueOf(value.text())).matches();
      case Attributes.GROUPS ->
          value.members().size() <= MAX_GROUP_TYPES
              && value.members().values().stream().mapToInt(AmplitudeStoredForm::values).sum()
                  <= MAX_GROUP_VALUES;
      case Attributes.USER_PROPERTIES -> skipsSync;
      default -> true;
    };
  }

  private static int values(JsonValue group) {
    return group.kind() == Kind.ARRAY ? group.elements().size() : 1;
  }

  @Override
  public boolean mayAdd(String field, Set<String> sent) {
    if (PLACE.contains(field)) {
      return PLACE.stream().noneMatch(sent::contains);
    }
    return FILLED_IN.contains(field) || (field.equals(Attributes.USER_PROPERTIES) && !skipsSync);
  }

  @Override
  public boolean mayRemove(String field) {
    return REMOVED.contains(field);
  }
}
