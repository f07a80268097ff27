package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every parameter of the emulator. Numbers are those of Amplitude's pages unless noted. */
final class Settings {

  static final Setting<Map<String, Integer>> VALID_API_KEYS =
      new Setting<>(
          "validApiKeys",
          Map.of("0123456789abcdef0123456789abcdef", 187520),
          Setting::parseKeys,
          "known keys and their projects, key:project,key:project");
  static final Setting<Boolean> ACCEPT_ANY_KEY =
      Setting.flag("acceptAnyKey", false, "an unknown key belongs to the project of the first");
  static final Setting<String> SECRET_KEY =
      new Setting<>("secretKey", "", text -> text, "secret of the Export API; empty accepts any");
  static final Setting<Long> MAX_BYTES =
      Setting.number("maxBytes", 20_000_000, "body size of /batch");
  static final Setting<Long> MAX_EVENTS = Setting.number("maxEvents", 2_000, "events per request");
  static final Setting<Long> MIN_ID_LENGTH =
      Setting.number("minIdLength", 5, "unless the request's options say otherwise");
  static final Setting<Long> EPS_THRESHOLD =
      Setting.number("epsThreshold", 1_000, "events/s per device and per user");
  static final Setting<Long> EPS_WINDOW_SECONDS =
      Setting.number("epsWindowSeconds", 30, "time over which that rate is averaged");
  static final Setting<Boolean> COUNT_REJECTED =
      Setting.flag("countRejected", true, "events refused with 429 count toward the rate");
  static final Setting<Long> DAILY_QUOTA =
      Setting.number("dailyQuota", 500_000, "events per 24 h per device and per user");
  static final Setting<Long> PROJECT_EPS =
      Setting.number("projectEps", 0, "events/s of the project; 0 is no limit");
  static final Setting<Set<String>> SILENCED_DEVICES =
      Setting.names("silencedDevices", "device ids that are refused with 400");
  static final Setting<Set<String>> BLOCKED_EVENT_TYPES =
      Setting.names("blockedEventTypes", "dropped in silence after a 200");
  static final Setting<IndexMode> INDEX_MODE =
      Setting.choice("indexMode", IndexMode.ALL, IndexMode.values(), "all, first, none");
  static final Setting<ShortIdMode> SHORT_ID_MODE =
      Setting.choice(
          "shortIdMode", ShortIdMode.REJECT_400, ShortIdMode.values(), "reject400, dropId");
  static final Setting<InvalidIdMode> INVALID_ID_MODE =
      Setting.choice(
          "invalidIdMode",
          InvalidIdMode.NO_INDEX,
          InvalidIdMode.values(),
          "noIndex, invalidFields");
  static final Setting<EmptyIdMode> EMPTY_ID_MODE =
      Setting.choice("emptyIdMode", EmptyIdMode.REJECT, EmptyIdMode.values(), "reject, absent");
  static final Setting<DedupKey> DEDUP_KEY =
      Setting.choice(
          "dedupKey", DedupKey.DEVICE_AND_INSERT, DedupKey.values(), "deviceAndInsert, insertOnly");
  static final Setting<Boolean> TRIPLE_DEDUP =
      Setting.flag("tripleDedup", false, "event_id, time and device_id are a second key");
  static final Setting<Long> DEDUP_DAYS =
      Setting.number("dedupDays", 7, "how long a key is remembered, by arrival");
  static final Setting<Long> PROPERTY_UPDATES_PER_HOUR =
      Setting.number("propertyUpdatesPerHour", 1_800, "user property updates per user");
  static final Setting<GzipMode> GZIP =
      Setting.choice("gzip", GzipMode.ACCEPT, GzipMode.values(), "accept, 415");
  static final Setting<Boolean> PARTIAL_ACCEPT =
      Setting.flag("partialAccept", false, "a 400 or 429 stores the events it does not blame");
  static final Setting<Long> HTTP_API_MAX_BYTES =
      Setting.number("httpApiMaxBytes", 1_000_000, "body size of /2/httpapi");
  static final Setting<Long> HTTP_API_EPS_THRESHOLD =
      Setting.number("httpApiEpsThreshold", 30, "events/s per id on /2/httpapi");
  static final Setting<Long> UNKNOWN_PATH_STATUS =
      Setting.number("unknownPathStatus", 400, "status of an unknown path, 400 or 404");
  static final Setting<Long> EXPORT_PARTITION_EVENTS =
      Setting.number("exportPartitionEvents", 100_000, "events per file of an export (our choice)");
  static final Setting<Boolean> KEEP_BODIES =
      Setting.flag("keepBodies", true, "the request log keeps bodies, not only their SHA-256");

  static final List<Setting<?>> ALL =
      List.of(
          VALID_API_KEYS,
          ACCEPT_ANY_KEY,
          SECRET_KEY,
          MAX_BYTES,
          MAX_EVENTS,
          MIN_ID_LENGTH,
          EPS_THRESHOLD,
          EPS_WINDOW_SECONDS,
          COUNT_REJECTED,
          DAILY_QUOTA,
          PROJECT_EPS,
          SILENCED_DEVICES,
          BLOCKED_EVENT_TYPES,
          INDEX_MODE,
          SHORT_ID_MODE,
          INVALID_ID_MODE,
          EMPTY_ID_MODE,
          DEDUP_KEY,
          TRIPLE_DEDUP,
          DEDUP_DAYS,
          PROPERTY_UPDATES_PER_HOUR,
          GZIP,
          PARTIAL_ACCEPT,
          HTTP_API_MAX_BYTES,
          HTTP_API_EPS_THRESHOLD,
          UNKNOWN_PATH_STATUS,
          EXPORT_PARTITION_EVENTS,
          KEEP_BODIES);

  private Settings() {}
}
