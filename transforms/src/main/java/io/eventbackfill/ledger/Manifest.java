package io.eventbackfill.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run set out to do; written once, before it reads anything.
 *
 * @param run the run's name, sorts by time
 * @param startedAt when it was first started
 * @param settings what its results depend on, by option
 * @param files the files it reads, by name
 */
public record Manifest(
    String run, Instant startedAt, SortedMap<String, String> settings, List<InputFile> files) {
  private static final String KIND = "manifest";
  private static final int VERSION = 1;

  static String name(String run) {
    return "runs/" + run + "/manifest.json";
  }

  /** What these settings would change of the run's, in words; empty if nothing. */
  public List<String> changes(Map<String, String> now) {
    List<String> changes = new ArrayList<>();
    settings.forEach(
        (option, before) -> {
          String after = now.getOrDefault(option, "");
          if (!before.equals(after)) {
            changes.add("--%s was '%s' and is '%s'".formatted(option, before, after));
          }
        });
    return changes;
  }

  void write(Store store) throws IOException {
    ObjectNode json = Json.of(KIND, VERSION);
    json.put("run", run);
    json.put("started_at", startedAt.toString());
    ObjectNode options = json.putObject("settings");
    settings.forEach(options::put);
    ArrayNode all = json.putArray("files");
    for (InputFile file : files) {
      ObjectNode one = all.addObject();
      one.put("name", file.name());
      one.put("bytes", file.bytes());
      one.put("modified_ms", file.modifiedMillis());
      if (file.checksum() != null) {
        one.put("checksum", file.checksum());
      }
    }
    store.write(name(run), Json.bytes(json));
  }

  static Manifest read(Store store, String run) throws IOException {
    return Json.read(store, name(run), KIND, VERSION, Manifest::of);
  }

  private static Manifest of(JsonNode json) {
    SortedMap<String, String> settings = new TreeMap<>();
    json.path("settings")
        .properties()
        .forEach(s -> settings.put(s.getKey(), s.getValue().asText()));
    List<InputFile> files = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      @Nullable String checksum = file.path("checksum").textValue();
      files.add(
          new InputFile(
              Json.text(file, "name"),
              file.path("bytes").asLong(),
              file.path("modified_ms").asLong(),
              checksum));
    }
    return new Manifest(Json.text(json, "run"), Json.instant(json, "started_at"), settings, files);
  }
}
