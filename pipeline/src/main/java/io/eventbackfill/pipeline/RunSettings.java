package io.eventbackfill.pipeline;

import com.google.common.hash.Hashing;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.mapping.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options that a run's results depend on: they must not change before it is finished. */
final class RunSettings {
  /** How a run goes about it, but not what comes of it. What is not named here counts. */
  static final Set<String> FREE =
      Set.of(
          "allowInsecureEndpoint",
          "excludeInput",
          "giveUpAfter",
          "inDoubt",
          "input",
          "ledger",
          "ledgerInterval",
          "lookAhead",
          "maxEventsPerDay",
          "maxEventsPerRequest",
          "maxEventsPerSecond",
          "maxEventsPerSecondPerDevice",
          "maxRequestsPerSecond",
          "output",
          "requestTimeout",
          "run",
          "s3Endpoint",
          "s3PathStyle",
          "workerProcesses");

  /**
   * What makes two runs fill one project by one division into lanes: as long as the ledger lasts.
   */
  static final Set<String> FIXED =
      Set.of(
          "apiKey", "destination", "destinationRegion", "destinationEndpoint", "lanes", "orderBy");

  /** Not an option: the lanes of events, and those of what a destination is told beside them. */
  private static final String ALL_LANES = "lanesInAll";

  private RunSettings() {}

  /** {@link #FREE}, with what destinations say of their own. */
  static Set<String> free() {
    Set<String> free = new TreeSet<>(FREE);
    Destinations.byName().values().forEach(factory -> free.addAll(factory.freeOptions()));
    return free;
  }

  /**
   * The options that matter, with their values; of the key only a hash. One that is not given is
   * there too, empty: given later, it has changed. A mapping is what it says, not where it is kept.
   *
   * @param lanes those of the run
   */
  static SortedMap<String, String> of(
      PipelineOptions options, Secret apiKey, Mapping mapping, LaneLayout lanes) {
    SortedMap<String, String> settings = new TreeMap<>(OptionCatalog.values(options));
    OptionCatalog.all().forEach(option -> settings.putIfAbsent(option.name(), ""));
    settings.keySet().removeAll(free());
    settings.put("mapping", mapping.fingerprint());
    settings.put("apiKey", "hash " + hash(apiKey));
    if (lanes.knowsPersons()) {
      settings.put(ALL_LANES, String.valueOf(lanes.count()));
    }
    return settings;
  }

  /** How many lanes a run with these settings has in its ledger. */
  static int lanes(Map<String, String> settings) {
    return Integer.parseInt(settings.getOrDefault(ALL_LANES, settings.getOrDefault("lanes", "0")));
  }

  /** Those that hold for all runs of a ledger. */
  static SortedMap<String, String> fixed(Map<String, String> settings) {
    SortedMap<String, String> fixed = new TreeMap<>(settings);
    fixed.keySet().retainAll(FIXED);
    return fixed;
  }

  /** Tells keys apart and gives none away: they are random, and 64 bits of a hash are too few. */
  private static String hash(Secret apiKey) {
    return Hashing.sha256()
        .hashString("event-backfill ledger\n" + apiKey.reveal(), StandardCharsets.UTF_8)
        .toString()
        .substring(0, 16);
  }
}
