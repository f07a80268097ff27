package io.eventbackfill.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Content;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run's files held when they were first read to the end. Written before the run sends
 * anything, and compared each time it is taken up again: the bytes themselves, whatever a file
 * system says of sizes and times.
 */
public final class InputContents {
  private static final String KIND = "contents";
  private static final int VERSION = 1;

  private InputContents() {}

  static String name(String run) {
    return "runs/" + run + "/contents.json";
  }

  /**
   * Compares what was read with what was read first; remembers it if this is the first time.
   *
   * @param contents by file; files that could not be read are not there
   * @throws LedgerRefusedException if a file has changed; it is named
   */
  public static void check(RunLedger ledger, SortedMap<String, Content> contents) {
    try {
      Optional<SortedMap<String, Content>> before = read(ledger.store(), ledger.run());
      if (before.isPresent()) {
        compare(before.get(), contents);
      } else {
        write(ledger.store(), ledger.run(), contents);
      }
    } catch (IOException e) {
      throw LedgerRefusedException.because(
          "the ledger can't be read or written, nothing was sent", e);
    }
  }

  private static void compare(SortedMap<String, Content> before, SortedMap<String, Content> after) {
    SortedMap<String, Content> all = new TreeMap<>(before);
    all.putAll(after);
    for (String file : all.keySet()) {
      Content was = before.get(file);
      Content is = after.get(file);
      if (was == null || !was.equals(is)) {
        throw new LedgerRefusedException(
            "the input has changed under the run: %s %s; nothing was sent"
                .formatted(file, is == null ? "can't be read any more" : "holds other bytes"));
      }
    }
  }

  private static Optional<SortedMap<String, Content>> read(Store store, String run)
      throws IOException {
    try {
      return Optional.of(Json.read(store, name(run), KIND, VERSION, InputContents::of));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, Content> of(JsonNode json) {
    SortedMap<String, Content> contents = new TreeMap<>();
    for (Map.Entry<String, JsonNode> file : json.path("files").properties()) {
      int crc32c = HexFormat.fromHexDigits(Json.text(file.getValue(), "crc32c"));
      contents.put(file.getKey(), new Content(file.getValue().path("bytes").asLong(), crc32c));
    }
    return contents;
  }

  private static void write(Store store, String run, SortedMap<String, Content> contents)
      throws IOException {
    ObjectNode json = Json.of(KIND, VERSION);
    ObjectNode files = json.putObject("files");
    contents.forEach(
        (file, content) ->
            files
                .putObject(file)
                .put("bytes", content.bytes())
                .put("crc32c", HexFormat.of().toHexDigits(content.crc32c())));
    store.write(name(run), Json.bytes(json));
  }
}
