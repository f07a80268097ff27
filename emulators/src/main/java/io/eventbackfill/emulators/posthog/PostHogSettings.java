package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.Setting;
import io.eventbackfill.emulators.SettingValues;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a {@link PostHogEmulator}. Immutable; a {@code with…} method returns a changed
 * copy. Each has a name, under which the command line and {@code /__admin/config} set it.
 */
public final class PostHogSettings {

  private static final PostHogSettings DEFAULTS =
      new PostHogSettings(SettingValues.initial(Settings.ALL));

  private final SettingValues values;

  private PostHogSettings(SettingValues values) {
    this.values = values;
  }

  /** Everything as documented, and nothing refused on purpose. */
  public static PostHogSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Changes parameters by name.
   *
   * @throws IllegalArgumentException naming every problem
   */
  public PostHogSettings withTexts(Map<String, String> texts) {
    return new PostHogSettings(values.withTexts(texts));
  }

  /**
   * Changes one parameter by name.
   *
   * @throws IllegalArgumentException if there is no such parameter or it has no such value
   */
  public PostHogSettings withText(String name, String text) {
    return new PostHogSettings(values.withText(name, text));
  }

  /** All parameters by name, as text, in a fixed order. */
  public Map<String, String> texts() {
    return values.texts();
  }

  /** One line per parameter: name, default, meaning. */
  public static List<String> help() {
    return Settings.ALL.stream().map(Setting::help).toList();
  }

  private <T> PostHogSettings with(Setting<T> setting, T value) {
    return new PostHogSettings(values.with(setting, value));
  }

  /** Known project tokens and the project each belongs to. */
  public Map<String, Integer> validTokens() {
    return values.get(Settings.VALID_TOKENS);
  }

  public PostHogSettings withValidTokens(Map<String, Integer> validTokens) {
    return with(Settings.VALID_TOKENS, validTokens);
  }

  /** What becomes of unknown tokens. */
  public TokenMode tokenMode() {
    return values.get(Settings.TOKEN_MODE);
  }

  public PostHogSettings withTokenMode(TokenMode tokenMode) {
    return with(Settings.TOKEN_MODE, tokenMode);
  }

  /** Personal API keys that may query. */
  public Set<String> personalKeys() {
    return values.get(Settings.PERSONAL_KEYS);
  }

  public PostHogSettings withPersonalKeys(Set<String> personalKeys) {
    return with(Settings.PERSONAL_KEYS, personalKeys);
  }

  /** Whether /batch is there. */
  public boolean v0Registered() {
    return values.get(Settings.V0_REGISTERED);
  }

  public PostHogSettings withV0Registered(boolean v0Registered) {
    return with(Settings.V0_REGISTERED, v0Registered);
  }

  /** Whether Capture v1 is there. */
  public boolean v1Registered() {
    return values.get(Settings.V1_REGISTERED);
  }

  public PostHogSettings withV1Registered(boolean v1Registered) {
    return with(Settings.V1_REGISTERED, v1Registered);
  }

  /** Largest body of v0 as sent, in bytes. */
  public long maxWireBytes() {
    return values.get(Settings.MAX_WIRE_BYTES);
  }

  public PostHogSettings withMaxWireBytes(long maxWireBytes) {
    return with(Settings.MAX_WIRE_BYTES, maxWireBytes);
  }

  /** Largest body of v0 unpacked, in bytes. */
  public long maxUnpackedBytes() {
    return values.get(Settings.MAX_UNPACKED_BYTES);
  }

  public PostHogSettings withMaxUnpackedBytes(long maxUnpackedBytes) {
    return with(Settings.MAX_UNPACKED_BYTES, maxUnpackedBytes);
  }

  /** Largest body of v1 as sent, in bytes. */
  public long v1MaxWireBytes() {
    return values.get(Settings.V1_MAX_WIRE_BYTES);
  }

  public PostHogSettings withV1MaxWireBytes(long v1MaxWireBytes) {
    return with(Settings.V1_MAX_WIRE_BYTES, v1MaxWireBytes);
  }

  /** Largest body of v1 unpacked, in bytes. */
  public long v1MaxUnpackedBytes() {
    return values.get(Settings.V1_MAX_UNPACKED_BYTES);
  }

  public PostHogSettings withV1MaxUnpackedBytes(long v1MaxUnpackedBytes) {
    return with(Settings.V1_MAX_UNPACKED_BYTES, v1MaxUnpackedBytes);
  }

  /** Largest message of one event, escaped and in its envelope, in bytes. */
  public long maxMessageBytes() {
    return values.get(Settings.MAX_MESSAGE_BYTES);
  }

  public PostHogSettings withMaxMessageBytes(long maxMessageBytes) {
    return with(Settings.MAX_MESSAGE_BYTES, maxMessageBytes);
  }

  /** Largest event with its person properties, in bytes. */
  public long maxEnrichedBytes() {
    return values.get(Settings.MAX_ENRICHED_BYTES);
  }

  public PostHogSettings withMaxEnrichedBytes(long maxEnrichedBytes) {
    return with(Settings.MAX_ENRICHED_BYTES, maxEnrichedBytes);
  }

  /** What v0 answers to an event that is too large. */
  public long oversizeStatus() {
    return values.get(Settings.OVERSIZE_STATUS);
  }

  public PostHogSettings withOversizeStatus(long oversizeStatus) {
    return with(Settings.OVERSIZE_STATUS, oversizeStatus);
  }

  /** Whether the other events of such a request are stored. */
  public boolean oversizeKeepsOthers() {
    return values.get(Settings.OVERSIZE_KEEPS_OTHERS);
  }

  public PostHogSettings withOversizeKeepsOthers(boolean oversizeKeepsOthers) {
    return with(Settings.OVERSIZE_KEEPS_OTHERS, oversizeKeepsOthers);
  }

  /** How v0 writes its success. */
  public SuccessBody successBody() {
    return values.get(Settings.SUCCESS_BODY);
  }

  public PostHogSettings withSuccessBody(SuccessBody successBody) {
    return with(Settings.SUCCESS_BODY, successBody);
  }

  /** Events accepted before the project is over its quota; 0 is none. */
  public long quotaEvents() {
    return values.get(Settings.QUOTA_EVENTS);
  }

  public PostHogSettings withQuotaEvents(long quotaEvents) {
    return with(Settings.QUOTA_EVENTS, quotaEvents);
  }

  /** How v0 lets on that the quota is used up. */
  public QuotaMode quotaMode() {
    return values.get(Settings.QUOTA_MODE);
  }

  public PostHogSettings withQuotaMode(QuotaMode quotaMode) {
    return with(Settings.QUOTA_MODE, quotaMode);
  }

  /** Age from which the project drops events, in seconds; 0 is off. */
  public long dropOlderThanSeconds() {
    return values.get(Settings.DROP_OLDER_THAN_SECONDS);
  }

  public PostHogSettings withDropOlderThanSeconds(long dropOlderThanSeconds) {
    return with(Settings.DROP_OLDER_THAN_SECONDS, dropOlderThanSeconds);
  }

  /** Event names that are dropped: in silence by v0, named by v1. */
  public Set<String> restrictedEvents() {
    return values.get(Settings.RESTRICTED_EVENTS);
  }

  public PostHogSettings withRestrictedEvents(Set<String> restrictedEvents) {
    return with(Settings.RESTRICTED_EVENTS, restrictedEvents);
  }

  /** Events per second over which a request gets 429; 0 is no limit. */
  public long eventsPerSecond() {
    return values.get(Settings.EVENTS_PER_SECOND);
  }

  public PostHogSettings withEventsPerSecond(long eventsPerSecond) {
    return with(Settings.EVENTS_PER_SECOND, eventsPerSecond);
  }

  /** Retry-After of such a 429, in seconds; 0 sends none. */
  public long retryAfterSeconds() {
    return values.get(Settings.RETRY_AFTER_SECONDS);
  }

  public PostHogSettings withRetryAfterSeconds(long retryAfterSeconds) {
    return with(Settings.RETRY_AFTER_SECONDS, retryAfterSeconds);
  }

  /** Event names that v1 answers with retry at first. */
  public Set<String> v1RetryEvents() {
    return values.get(Settings.V1_RETRY_EVENTS);
  }

  public PostHogSettings withV1RetryEvents(Set<String> v1RetryEvents) {
    return with(Settings.V1_RETRY_EVENTS, v1RetryEvents);
  }

  /** Each so many-th event of a v1 request is answered with retry at first; 0 is none. */
  public long v1RetryEvery() {
    return values.get(Settings.V1_RETRY_EVERY);
  }

  public PostHogSettings withV1RetryEvery(long v1RetryEvery) {
    return with(Settings.V1_RETRY_EVERY, v1RetryEvery);
  }

  /** How often v1 answers one uuid with retry. */
  public long v1RetryTimes() {
    return values.get(Settings.V1_RETRY_TIMES);
  }

  public PostHogSettings withV1RetryTimes(long v1RetryTimes) {
    return with(Settings.V1_RETRY_TIMES, v1RetryTimes);
  }

  /** Event names that v1 leaves out of its results, once for each uuid. */
  public Set<String> v1OmitEvents() {
    return values.get(Settings.V1_OMIT_EVENTS);
  }

  public PostHogSettings withV1OmitEvents(Set<String> v1OmitEvents) {
    return with(Settings.V1_OMIT_EVENTS, v1OmitEvents);
  }

  /** Whether what v1 left out was stored. */
  public boolean v1OmittedStored() {
    return values.get(Settings.V1_OMITTED_STORED);
  }

  public PostHogSettings withV1OmittedStored(boolean v1OmittedStored) {
    return with(Settings.V1_OMITTED_STORED, v1OmittedStored);
  }

  /** Which rows a query sees. */
  public QueryView queryView() {
    return values.get(Settings.QUERY_VIEW);
  }

  public PostHogSettings withQueryView(QueryView queryView) {
    return with(Settings.QUERY_VIEW, queryView);
  }

  /** Time until a query sees a row, in seconds. */
  public long queryLagSeconds() {
    return values.get(Settings.QUERY_LAG_SECONDS);
  }

  public PostHogSettings withQueryLagSeconds(long queryLagSeconds) {
    return with(Settings.QUERY_LAG_SECONDS, queryLagSeconds);
  }

  /** Queries per minute over which one gets 429; 0 is no limit. */
  public long queriesPerMinute() {
    return values.get(Settings.QUERIES_PER_MINUTE);
  }

  public PostHogSettings withQueriesPerMinute(long queriesPerMinute) {
    return with(Settings.QUERIES_PER_MINUTE, queriesPerMinute);
  }

  /** Whether queries may use OFFSET. */
  public boolean queryOffset() {
    return values.get(Settings.QUERY_OFFSET);
  }

  public PostHogSettings withQueryOffset(boolean queryOffset) {
    return with(Settings.QUERY_OFFSET, queryOffset);
  }

  /** Whether the request log keeps bodies. */
  public boolean keepBodies() {
    return values.get(Settings.KEEP_BODIES);
  }

  public PostHogSettings withKeepBodies(boolean keepBodies) {
    return with(Settings.KEEP_BODIES, keepBodies);
  }
}
