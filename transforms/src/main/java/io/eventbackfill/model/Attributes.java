package io.eventbackfill.model;

/** The names an event's attributes go by, whatever a source or a vendor calls them. */
public final class Attributes {
  public static final String EVENT_PROPERTIES = "event_properties";
  public static final String USER_PROPERTIES = "user_properties";
  public static final String GROUPS = "groups";
  public static final String SESSION_ID = "session_id";
  public static final String APP_VERSION = "app_version";
  public static final String PLATFORM = "platform";
  public static final String OS_NAME = "os_name";
  public static final String OS_VERSION = "os_version";
  public static final String DEVICE_BRAND = "device_brand";
  public static final String DEVICE_MANUFACTURER = "device_manufacturer";
  public static final String DEVICE_MODEL = "device_model";
  public static final String CARRIER = "carrier";
  public static final String COUNTRY = "country";
  public static final String REGION = "region";
  public static final String CITY = "city";
  public static final String DMA = "dma";
  public static final String LANGUAGE = "language";
  public static final String LATITUDE = "location_lat";
  public static final String LONGITUDE = "location_lng";
  public static final String IP = "ip";
  public static final String IDFA = "idfa";
  public static final String ADID = "adid";
  public static final String PLAN = "plan";

  public static final String DEVICE_TYPE = "device_type";
  public static final String DEVICE_FAMILY = "device_family";
  public static final String START_VERSION = "start_version";

  /** The SDK that the event was first sent with. */
  public static final String SOURCE_LIBRARY = "source_library";

  /** The project that the event was first sent to. */
  public static final String SOURCE_PROJECT = "source_project";

  /** The id that the event's client gave it; unique for one device at best. */
  public static final String SOURCE_INSERT_ID = "source_insert_id";

  /** The source's uuid of the stored event. */
  public static final String SOURCE_UUID = "source_uuid";

  /** Tells stored copies of one event apart; of what a vendor has stored, never sent. */
  public static final String STORED_COPY = "stored_copy";

  private Attributes() {}
}
