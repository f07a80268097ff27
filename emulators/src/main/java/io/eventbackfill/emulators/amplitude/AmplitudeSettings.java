package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Setting;
import io.eventbackfill.emulators.SettingValues;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of an {@link AmplitudeEmulator}. Immutable; a {@code with…} method returns a
 * changed copy. Each has a name, under which the command line and {@code /__admin/config} set it.
 * Where Amplitude's pages contradict each other the default is the stricter reading.
 */
public final class AmplitudeSettings {

  private static final AmplitudeSettings DEFAULTS =
      new AmplitudeSettings(SettingValues.initial(Settings.ALL));

  private final SettingValues values;

  private AmplitudeSettings(SettingValues values) {
    this.values = values;
  }

  /** Everything as documented. */
  public static AmplitudeSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Changes parameters by name.
   *
   * @throws IllegalArgumentException naming every problem
   */
  public AmplitudeSettings withTexts(Map<String, String> texts) {
    return new AmplitudeSettings(values.withTexts(texts));
  }

  /**
   * Changes one parameter by name.
   *
   * @throws IllegalArgumentException if there is no such parameter or it has no such value
   */
  public AmplitudeSettings withText(String name, String text) {
    return new AmplitudeSettings(values.withText(name, text));
  }

  /** All parameters by name, as text, in a fixed order. */
  public Map<String, String> texts() {
    return values.texts();
  }

  /** One line per parameter: name, default, meaning. */
  public static List<String> help() {
    return Settings.ALL.stream().map(Setting::help).toList();
  }

  /** Whether there is a parameter of this name. */
  public static boolean knows(String name) {
    return DEFAULTS.texts().containsKey(name);
  }

  private <T> T get(Setting<T> setting) {
    return values.get(setting);
  }

  private <T> AmplitudeSettings with(Setting<T> setting, T value) {
    return new AmplitudeSettings(values.with(setting, value));
  }

  /** Known API keys and the project each belongs to. */
  public Map<String, Integer> validApiKeys() {
    return get(Settings.VALID_API_KEYS);
  }

  public AmplitudeSettings withValidApiKeys(Map<String, Integer> validApiKeys) {
    return with(Settings.VALID_API_KEYS, validApiKeys);
  }

  /** Whether an unknown key belongs to the first known project. */
  public boolean acceptAnyKey() {
    return get(Settings.ACCEPT_ANY_KEY);
  }

  public AmplitudeSettings withAcceptAnyKey(boolean acceptAnyKey) {
    return with(Settings.ACCEPT_ANY_KEY, acceptAnyKey);
  }

  /** Secret the Export API asks for; empty accepts any. */
  public String secretKey() {
    return get(Settings.SECRET_KEY);
  }

  public AmplitudeSettings withSecretKey(String secretKey) {
    return with(Settings.SECRET_KEY, secretKey);
  }

  /** Largest body of /batch, in bytes, packed and unpacked. */
  public long maxBytes() {
    return get(Settings.MAX_BYTES);
  }

  public AmplitudeSettings withMaxBytes(long maxBytes) {
    return with(Settings.MAX_BYTES, maxBytes);
  }

  /** Most events in one request. */
  public long maxEvents() {
    return get(Settings.MAX_EVENTS);
  }

  public AmplitudeSettings withMaxEvents(long maxEvents) {
    return with(Settings.MAX_EVENTS, maxEvents);
  }

  /** Shortest id, in characters, unless the request says otherwise. */
  public long minIdLength() {
    return get(Settings.MIN_ID_LENGTH);
  }

  public AmplitudeSettings withMinIdLength(long minIdLength) {
    return with(Settings.MIN_ID_LENGTH, minIdLength);
  }

  /** Events per second per device and per user. */
  public long epsThreshold() {
    return get(Settings.EPS_THRESHOLD);
  }

  public AmplitudeSettings withEpsThreshold(long epsThreshold) {
    return with(Settings.EPS_THRESHOLD, epsThreshold);
  }

  /** Seconds over which that rate is averaged. */
  public long epsWindowSeconds() {
    return get(Settings.EPS_WINDOW_SECONDS);
  }

  public AmplitudeSettings withEpsWindowSeconds(long epsWindowSeconds) {
    return with(Settings.EPS_WINDOW_SECONDS, epsWindowSeconds);
  }

  /** Whether events refused with 429 count toward the rate. */
  public boolean countRejected() {
    return get(Settings.COUNT_REJECTED);
  }

  public AmplitudeSettings withCountRejected(boolean countRejected) {
    return with(Settings.COUNT_REJECTED, countRejected);
  }

  /** Events per device and per user in the last 24 hourly buckets. */
  public long dailyQuota() {
    return get(Settings.DAILY_QUOTA);
  }

  public AmplitudeSettings withDailyQuota(long dailyQuota) {
    return with(Settings.DAILY_QUOTA, dailyQuota);
  }

  /** Events per second of a project; 0 is no limit. */
  public long projectEps() {
    return get(Settings.PROJECT_EPS);
  }

  public AmplitudeSettings withProjectEps(long projectEps) {
    return with(Settings.PROJECT_EPS, projectEps);
  }

  /** Devices refused with the silenced form of 400. */
  public Set<String> silencedDevices() {
    return get(Settings.SILENCED_DEVICES);
  }

  public AmplitudeSettings withSilencedDevices(Set<String> silencedDevices) {
    return with(Settings.SILENCED_DEVICES, silencedDevices);
  }

  /** Event types dropped in silence. */
  public Set<String> blockedEventTypes() {
    return get(Settings.BLOCKED_EVENT_TYPES);
  }

  public AmplitudeSettings withBlockedEventTypes(Set<String> blockedEventTypes) {
    return with(Settings.BLOCKED_EVENT_TYPES, blockedEventTypes);
  }

  /** How many indexes a 400 lists. */
  public IndexMode indexMode() {
    return get(Settings.INDEX_MODE);
  }

  public AmplitudeSettings withIndexMode(IndexMode indexMode) {
    return with(Settings.INDEX_MODE, indexMode);
  }

  /** What happens to ids that are too short. */
  public ShortIdMode shortIdMode() {
    return get(Settings.SHORT_ID_MODE);
  }

  public AmplitudeSettings withShortIdMode(ShortIdMode shortIdMode) {
    return with(Settings.SHORT_ID_MODE, shortIdMode);
  }

  /** How an id on the invalid list is refused. */
  public InvalidIdMode invalidIdMode() {
    return get(Settings.INVALID_ID_MODE);
  }

  public AmplitudeSettings withInvalidIdMode(InvalidIdMode invalidIdMode) {
    return with(Settings.INVALID_ID_MODE, invalidIdMode);
  }

  /** What an empty id next to a valid one means. */
  public EmptyIdMode emptyIdMode() {
    return get(Settings.EMPTY_ID_MODE);
  }

  public AmplitudeSettings withEmptyIdMode(EmptyIdMode emptyIdMode) {
    return with(Settings.EMPTY_ID_MODE, emptyIdMode);
  }

  /** What makes two events the same. */
  public DedupKey dedupKey() {
    return get(Settings.DEDUP_KEY);
  }

  public AmplitudeSettings withDedupKey(DedupKey dedupKey) {
    return with(Settings.DEDUP_KEY, dedupKey);
  }

  /** Whether event_id, time and device_id are a second key. */
  public boolean tripleDedup() {
    return get(Settings.TRIPLE_DEDUP);
  }

  public AmplitudeSettings withTripleDedup(boolean tripleDedup) {
    return with(Settings.TRIPLE_DEDUP, tripleDedup);
  }

  /** Days a key is remembered, counted from the first arrival. */
  public long dedupDays() {
    return get(Settings.DEDUP_DAYS);
  }

  public AmplitudeSettings withDedupDays(long dedupDays) {
    return with(Settings.DEDUP_DAYS, dedupDays);
  }

  /** User property updates per user and hour. */
  public long propertyUpdatesPerHour() {
    return get(Settings.PROPERTY_UPDATES_PER_HOUR);
  }

  public AmplitudeSettings withPropertyUpdatesPerHour(long propertyUpdatesPerHour) {
    return with(Settings.PROPERTY_UPDATES_PER_HOUR, propertyUpdatesPerHour);
  }

  /** What happens to compressed bodies. */
  public GzipMode gzip() {
    return get(Settings.GZIP);
  }

  public AmplitudeSettings withGzip(GzipMode gzip) {
    return with(Settings.GZIP, gzip);
  }

  /** Whether a 400 or 429 stores the events it does not blame. */
  public boolean partialAccept() {
    return get(Settings.PARTIAL_ACCEPT);
  }

  public AmplitudeSettings withPartialAccept(boolean partialAccept) {
    return with(Settings.PARTIAL_ACCEPT, partialAccept);
  }

  /** Largest body of /2/httpapi, in bytes. */
  public long httpApiMaxBytes() {
    return get(Settings.HTTP_API_MAX_BYTES);
  }

  public AmplitudeSettings withHttpApiMaxBytes(long httpApiMaxBytes) {
    return with(Settings.HTTP_API_MAX_BYTES, httpApiMaxBytes);
  }

  /** Events per second per id on /2/httpapi. */
  public long httpApiEpsThreshold() {
    return get(Settings.HTTP_API_EPS_THRESHOLD);
  }

  public AmplitudeSettings withHttpApiEpsThreshold(long httpApiEpsThreshold) {
    return with(Settings.HTTP_API_EPS_THRESHOLD, httpApiEpsThreshold);
  }

  /** Status of an unknown path. */
  public long unknownPathStatus() {
    return get(Settings.UNKNOWN_PATH_STATUS);
  }

  public AmplitudeSettings withUnknownPathStatus(long unknownPathStatus) {
    return with(Settings.UNKNOWN_PATH_STATUS, unknownPathStatus);
  }

  /** Events per file of an export. */
  public long exportPartitionEvents() {
    return get(Settings.EXPORT_PARTITION_EVENTS);
  }

  public AmplitudeSettings withExportPartitionEvents(long exportPartitionEvents) {
    return with(Settings.EXPORT_PARTITION_EVENTS, exportPartitionEvents);
  }

  /** Whether the request log keeps bodies. */
  public boolean keepBodies() {
    return get(Settings.KEEP_BODIES);
  }

  public AmplitudeSettings withKeepBodies(boolean keepBodies) {
    return with(Settings.KEEP_BODIES, keepBodies);
  }
}
