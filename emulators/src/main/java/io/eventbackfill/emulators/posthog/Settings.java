package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every parameter of the emulator. Numbers are those of the capture service unless noted. */
final class Settings {

  static final Setting<Map<String, Integer>> VALID_TOKENS =
      new Setting<>(
          "validTokens",
          Map.of(PostHogEmulator.DEFAULT_TOKEN, PostHogEmulator.DEFAULT_PROJECT),
          Setting::parseKeys,
          "known project tokens and their projects, token:project,token:project");
  static final Setting<TokenMode> TOKEN_MODE =
      Setting.choice("tokenMode", TokenMode.OFF, TokenMode.values(), "off, enforce");
  static final Setting<Set<String>> PERSONAL_KEYS =
      new Setting<>(
          "personalKeys",
          Set.of(PostHogEmulator.DEFAULT_PERSONAL_KEY),
          Setting::parseNames,
          "personal API keys that may query");
  static final Setting<Boolean> V0_REGISTERED =
      Setting.flag(
          "v0Registered",
          true,
          "false: /batch is a 404, as on a host that takes no events (inferred)");
  static final Setting<Boolean> V1_REGISTERED =
      Setting.flag("v1Registered", true, "false: /i/v1/analytics/events is a 404");
  static final Setting<Long> MAX_WIRE_BYTES =
      Setting.number("maxWireBytes", 20L << 20, "body of v0 as sent");
  static final Setting<Long> MAX_UNPACKED_BYTES =
      Setting.number("maxUnpackedBytes", 100L << 20, "body of v0 unpacked");
  static final Setting<Long> V1_MAX_WIRE_BYTES =
      Setting.number("v1MaxWireBytes", 10L << 20, "body of v1 as sent");
  static final Setting<Long> V1_MAX_UNPACKED_BYTES =
      Setting.number("v1MaxUnpackedBytes", 50L << 20, "body of v1 unpacked");
  static final Setting<Long> MAX_MESSAGE_BYTES =
      Setting.number("maxMessageBytes", 1_000_000, "one event, escaped and in its envelope");
  static final Setting<Long> MAX_ENRICHED_BYTES =
      Setting.number(
          "maxEnrichedBytes",
          1_000_000,
          "one event with its person; larger ones are dropped in silence");
  static final Setting<Long> OVERSIZE_STATUS =
      Setting.number(
          "oversizeStatus",
          413,
          "answer of v0 to an event that is too large; 400 in older servers");
  static final Setting<Boolean> OVERSIZE_KEEPS_OTHERS =
      Setting.flag(
          "oversizeKeepsOthers",
          false,
          "the other events of such a request are stored all the same");
  static final Setting<SuccessBody> SUCCESS_BODY =
      Setting.choice("successBody", SuccessBody.NAME, SuccessBody.values(), "name, number");
  static final Setting<Long> QUOTA_EVENTS =
      Setting.number(
          "quotaEvents", 0, "events accepted before the project is over its quota; 0 is no quota");
  static final Setting<QuotaMode> QUOTA_MODE =
      Setting.choice(
          "quotaMode",
          QuotaMode.SILENT,
          QuotaMode.values(),
          "silent, said; v1 answers 429 whatever this says");
  static final Setting<Long> DROP_OLDER_THAN_SECONDS =
      Setting.number("dropOlderThanSeconds", 0, "drop_events_older_than of the project; 0 is off");
  static final Setting<Set<String>> RESTRICTED_EVENTS =
      Setting.names("restrictedEvents", "event names: v0 drops them in silence, v1 says drop");
  static final Setting<Long> EVENTS_PER_SECOND =
      Setting.number("eventsPerSecond", 0, "over it a request gets 429; 0 is no limit");
  static final Setting<Long> RETRY_AFTER_SECONDS =
      Setting.number("retryAfterSeconds", 0, "Retry-After of such a 429; 0 sends none");
  static final Setting<Set<String>> V1_RETRY_EVENTS =
      Setting.names("v1RetryEvents", "event names that v1 answers with retry at first");
  static final Setting<Long> V1_RETRY_EVERY =
      Setting.number(
          "v1RetryEvery", 0, "each so many-th event of a request is answered with retry at first");
  static final Setting<Long> V1_RETRY_TIMES =
      Setting.number("v1RetryTimes", 1, "how often at first, for each uuid");
  static final Setting<Set<String>> V1_OMIT_EVENTS =
      Setting.names("v1OmitEvents", "event names that v1 leaves out of its results at first");
  static final Setting<Boolean> V1_OMITTED_STORED =
      Setting.flag("v1OmittedStored", true, "what was left out of the results was stored");
  static final Setting<QueryView> QUERY_VIEW =
      Setting.choice("queryView", QueryView.MERGED, QueryView.values(), "merged, raw");
  static final Setting<Long> QUERY_LAG_SECONDS =
      Setting.number("queryLagSeconds", 0, "time until a query sees a row");
  static final Setting<Long> QUERIES_PER_MINUTE =
      Setting.number("queriesPerMinute", 0, "over it a query gets 429; 0 is no limit");
  static final Setting<Boolean> QUERY_OFFSET =
      Setting.flag("queryOffset", false, "queries may use OFFSET, as only a few organizations may");
  static final Setting<Boolean> KEEP_BODIES =
      Setting.flag("keepBodies", true, "the request log keeps bodies, not only their SHA-256");

  static final List<Setting<?>> ALL =
      List.of(
          VALID_TOKENS,
          TOKEN_MODE,
          PERSONAL_KEYS,
          V0_REGISTERED,
          V1_REGISTERED,
          MAX_WIRE_BYTES,
          MAX_UNPACKED_BYTES,
          V1_MAX_WIRE_BYTES,
          V1_MAX_UNPACKED_BYTES,
          MAX_MESSAGE_BYTES,
          MAX_ENRICHED_BYTES,
          OVERSIZE_STATUS,
          OVERSIZE_KEEPS_OTHERS,
          SUCCESS_BODY,
          QUOTA_EVENTS,
          QUOTA_MODE,
          DROP_OLDER_THAN_SECONDS,
          RESTRICTED_EVENTS,
          EVENTS_PER_SECOND,
          RETRY_AFTER_SECONDS,
          V1_RETRY_EVENTS,
          V1_RETRY_EVERY,
          V1_RETRY_TIMES,
          V1_OMIT_EVENTS,
          V1_OMITTED_STORED,
          QUERY_VIEW,
          QUERY_LAG_SECONDS,
          QUERIES_PER_MINUTE,
          QUERY_OFFSET,
          KEEP_BODIES);

  private Settings() {}
}
