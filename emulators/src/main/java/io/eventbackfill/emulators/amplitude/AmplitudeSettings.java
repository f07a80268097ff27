package io.eventbackfill.emulators.amplitude;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The parameters of an {@link AmplitudeEmulator}. Immutable; a {@code with…} method returns a
 * changed copy. Each has a name, under which the command line and {@code /__admin/config} set it.
 * Where Amplitude's pages contradict each other the default is the stricter reading.
 */
public final class AmplitudeSettings {

  private final Map<String, Object> changed;

  private AmplitudeSettings(Map<String, Object> changed) {
    this.changed = Collections.unmodifiableMap(changed);
  }

  /** Everything as documented. */
  public static AmplitudeSettings defaults() {
    return new AmplitudeSettings(new TreeMap<>());
  }

  /**
   * Changes parameters by name.
   *
   * @throws IllegalArgumentException naming every problem
   */
  public AmplitudeSettings withTexts(Map<String, String> texts) {
    AmplitudeSettings result = this;
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      try {
        result = result.withText(entry.getKey(), entry.getValue());
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return result;
  }

  /**
   * Changes one parameter by name.
   *
   * @throws IllegalArgumentException if there is no such parameter or it has no such value
   */
  public AmplitudeSettings withText(String name, String text) {
    Setting<?> setting =
        Settings.find(name).orElseThrow(() -> new IllegalArgumentException(name + " is unknown"));
    try {
      return with(name, setting.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + "=" + text + " " + e.getMessage(), e);
    }
  }

  /** All parameters by name, as text, in a fixed order. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    Settings.ALL.forEach(setting -> texts.put(setting.name(), setting.format(get(setting))));
    return texts;
  }

  /** One line per parameter: name, default, meaning. */
  public static List<String> help() {
    return Settings.ALL.stream().map(Setting::help).toList();
  }

  /** Whether there is a parameter of this name. */
  public static boolean knows(String name) {
    return Settings.find(name).isPresent();
  }

  // Values enter through with(), which the typed methods below and Setting.parse feed.
  @SuppressWarnings("unchecked")
  private <T> T get(Setting<T> setting) {
    Object value = changed.get(setting.name());
    return value == null ? setting.initial() : (T) value;
  }

  private AmplitudeSettings with(String name, Object value) {
    Map<String, Object> more = new TreeMap<>(changed);
    more.put(name, value);
    return new AmplitudeSettings(more);
  }

  /** Known API keys and the project each belongs to. */
  public Map<String, Integer> validApiKeys() {
    return get(Settings.VALID_API_KEYS);
  }

  public AmplitudeSettings withValidApiKeys(Map<String, Integer> validApiKeys) {
    return with("validApiKeys", validApiKeys);
  }

  /** Whether an unknown key belongs to the first known project. */
  public boolean acceptAnyKey() {
    return get(Settings.ACCEPT_ANY_KEY);
  }

  public AmplitudeSettings withAcceptAnyKey(boolean acceptAnyKey) {
    return with("acceptAnyKey", acceptAnyKey);
  }

  /** Secret the Export API asks for; empty accepts any. */
  public String secretKey() {
    return get(Settings.SECRET_KEY);
  }

  public AmplitudeSettings withSecretKey(String secretKey) {
    return with("secretKey", secretKey);
  }

  /** Largest body of /batch, in bytes, packed and unpacked. */
  public long maxBytes() {
    return get(Settings.MAX_BYTES);
  }

  public AmplitudeSettings withMaxBytes(long maxBytes) {
    return with("maxBytes", maxBytes);
  }

  /** Most events in one request. */
  public long maxEvents() {
    return get(Settings.MAX_EVENTS);
  }

  public AmplitudeSettings withMaxEvents(long maxEvents) {
    return with("maxEvents", maxEvents);
  }

  /** Shortest id, in characters, unless the request says otherwise. */
  public long minIdLength() {
    return get(Settings.MIN_ID_LENGTH);
  }

  public AmplitudeSettings withMinIdLength(long minIdLength) {
    return with("minIdLength", minIdLength);
  }

  /** Events per second per device and per user. */
  public long epsThreshold() {
    return get(Settings.EPS_THRESHOLD);
  }

  public AmplitudeSettings withEpsThreshold(long epsThreshold) {
    return with("epsThreshold", epsThreshold);
  }

  /** Seconds over which that rate is averaged. */
  public long epsWindowSeconds() {
    return get(Settings.EPS_WINDOW_SECONDS);
  }

  public AmplitudeSettings withEpsWindowSeconds(long epsWindowSeconds) {
    return with("epsWindowSeconds", epsWindowSeconds);
  }

  /** Whether events refused with 429 count toward the rate. */
  public boolean countRejected() {
    return get(Settings.COUNT_REJECTED);
  }

  public AmplitudeSettings withCountRejected(boolean countRejected) {
    return with("countRejected", countRejected);
  }

  /** Events per device and per user in the last 24 hourly buckets. */
  public long dailyQuota() {
    return get(Settings.DAILY_QUOTA);
  }

  public AmplitudeSettings withDailyQuota(long dailyQuota) {
    return with("dailyQuota", dailyQuota);
  }

  /** Events per second of a project; 0 is no limit. */
  public long projectEps() {
    return get(Settings.PROJECT_EPS);
  }

  public AmplitudeSettings withProjectEps(long projectEps) {
    return with("projectEps", projectEps);
  }

  /** Devices refused with the silenced form of 400. */
  public Set<String> silencedDevices() {
    return get(Settings.SILENCED_DEVICES);
  }

  public AmplitudeSettings withSilencedDevices(Set<String> silencedDevices) {
    return with("silencedDevices", silencedDevices);
  }

  /** Event types dropped in silence. */
  public Set<String> blockedEventTypes() {
    return get(Settings.BLOCKED_EVENT_TYPES);
  }

  public AmplitudeSettings withBlockedEventTypes(Set<String> blockedEventTypes) {
    return with("blockedEventTypes", blockedEventTypes);
  }

  /** How many indexes a 400 lists. */
  public IndexMode indexMode() {
    return get(Settings.INDEX_MODE);
  }

  public AmplitudeSettings withIndexMode(IndexMode indexMode) {
    return with("indexMode", indexMode);
  }

  /** What happens to ids that are too short. */
  public ShortIdMode shortIdMode() {
    return get(Settings.SHORT_ID_MODE);
  }

  public AmplitudeSettings withShortIdMode(ShortIdMode shortIdMode) {
    return with("shortIdMode", shortIdMode);
  }

  /** How an id on the invalid list is refused. */
  public InvalidIdMode invalidIdMode() {
    return get(Settings.INVALID_ID_MODE);
  }

  public AmplitudeSettings withInvalidIdMode(InvalidIdMode invalidIdMode) {
    return with("invalidIdMode", invalidIdMode);
  }

  /** What an empty id next to a valid one means. */
  public EmptyIdMode emptyIdMode() {
    return get(Settings.EMPTY_ID_MODE);
  }

  public AmplitudeSettings withEmptyIdMode(EmptyIdMode emptyIdMode) {
    return with("emptyIdMode", emptyIdMode);
  }

  /** What makes two events the same. */
  public DedupKey dedupKey() {
    return get(Settings.DEDUP_KEY);
  }

  public AmplitudeSettings withDedupKey(DedupKey dedupKey) {
    return with("dedupKey", dedupKey);
  }

  /** Whether event_id, time and device_id are a second key. */
  public boolean tripleDedup() {
    return get(Settings.TRIPLE_DEDUP);
  }

  public AmplitudeSettings withTripleDedup(boolean tripleDedup) {
    return with("tripleDedup", tripleDedup);
  }

  /** Days a key is remembered, counted from the first arrival. */
  public long dedupDays() {
    return get(Settings.DEDUP_DAYS);
  }

  public AmplitudeSettings withDedupDays(long dedupDays) {
    return with("dedupDays", dedupDays);
  }

  /** User property updates per user and hour. */
  public long propertyUpdatesPerHour() {
    return get(Settings.PROPERTY_UPDATES_PER_HOUR);
  }

  public AmplitudeSettings withPropertyUpdatesPerHour(long propertyUpdatesPerHour) {
    return with("propertyUpdatesPerHour", propertyUpdatesPerHour);
  }

  /** What happens to compressed bodies. */
  public GzipMode gzip() {
    return get(Settings.GZIP);
  }

  public AmplitudeSettings withGzip(GzipMode gzip) {
    return with("gzip", gzip);
  }

  /** Whether a 400 or 429 stores the events it does not blame. */
  public boolean partialAccept() {
    return get(Settings.PARTIAL_ACCEPT);
  }

  public AmplitudeSettings withPartialAccept(boolean partialAccept) {
    return with("partialAccept", partialAccept);
  }

  /** Largest body of /2/httpapi, in bytes. */
  public long httpApiMaxBytes() {
    return get(Settings.HTTP_API_MAX_BYTES);
  }

  public AmplitudeSettings withHttpApiMaxBytes(long httpApiMaxBytes) {
    return with("httpApiMaxBytes", httpApiMaxBytes);
  }

  /** Events per second per id on /2/httpapi. */
  public long httpApiEpsThreshold() {
    return get(Settings.HTTP_API_EPS_THRESHOLD);
  }

  public AmplitudeSettings withHttpApiEpsThreshold(long httpApiEpsThreshold) {
    return with("httpApiEpsThreshold", httpApiEpsThreshold);
  }

  /** Status of an unknown path. */
  public long unknownPathStatus() {
    return get(Settings.UNKNOWN_PATH_STATUS);
  }

  public AmplitudeSettings withUnknownPathStatus(long unknownPathStatus) {
    return with("unknownPathStatus", unknownPathStatus);
  }

  /** Events per file of an export. */
  public long exportPartitionEvents() {
    return get(Settings.EXPORT_PARTITION_EVENTS);
  }

  public AmplitudeSettings withExportPartitionEvents(long exportPartitionEvents) {
    return with("exportPartitionEvents", exportPartitionEvents);
  }

  /** Whether the request log keeps bodies. */
  public boolean keepBodies() {
    return get(Settings.KEEP_BODIES);
  }

  public AmplitudeSettings withKeepBodies(boolean keepBodies) {
    return with("keepBodies", keepBodies);
  }
}
