package io.eventbackfill.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * A volume's descriptor as an object's content:
 *
 * <pre>
 * {"version":1,"lanes":64,"runs":["20260301T010000.000Z"],"files":[
 *   {"lane":0,"entries":2,"bytes":80,"crc32c":"1f2e3d4c","firstMillis":-5,"lastMillis":7}],
 *  "crc32c":"4c3d2e1f"}
 * </pre>
 *
 * <p>without the white space. The last checksum is of the object without it. There is exactly one
 * content for a volume, and nothing else is read.
 */
final class VolumeJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private VolumeJson() {}

  static byte[] write(Volume volume) throws IOException {
    ObjectNode json = JSON.createObjectNode().put("version", VERSION).put("lanes", volume.lanes());
    volume.runs().forEach(json.putArray("runs")::add);
    var files = json.putArray("files");
    volume
        .files()
        .forEach(
            (lane, file) ->
                files
                    .addObject()
                    .put("lane", lane)
                    .put("entries", file.entries())
                    .put("bytes", file.bytes())
                    .put("crc32c", hex(file.checksum()))
                    .put("firstMillis", file.first())
                    .put("lastMillis", file.last()));
    CRC32C checksum = new CRC32C();
    checksum.update(JSON.writeValueAsBytes(json));
    return JSON.writeValueAsBytes(json.put("crc32c", hex((int) checksum.getValue())));
  }

  /**
   * Reads a descriptor.
   *
   * @param address the object's address, for messages
   * @throws LedgerRefusedException if it is anything else than what was written
   */
  static Volume read(byte[] content, String address) throws IOException {
    JsonNode json = parse(content, address);
    int version = json.path("version").asInt();
    if (version > VERSION) {
      throw new LedgerRefusedException(
          address + " was written by a newer version (format " + version + ")");
    }
    Volume volume;
    try {
      volume = volume(json);
    } catch (NumberFormatException e) {
      throw new LedgerRefusedException(address + " is damaged: a checksum is none", e);
    }
    if (!Arrays.equals(write(volume), content)) {
      throw new LedgerRefusedException(
          address + " is damaged: it was changed after it was written");
    }
    return volume;
  }

  private static JsonNode parse(byte[] content, String address) throws IOException {
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new LedgerRefusedException(address + " is damaged: it is no JSON", e);
    }
  }

  /** Whatever is missing or of another type becomes something else, and not equal any more. */
  private static Volume volume(JsonNode json) {
    TreeSet<String> runs = new TreeSet<>();
    json.path("runs").forEach(run -> runs.add(run.asText()));
    Map<Integer, LaneFile> files = new TreeMap<>();
    for (JsonNode file : json.path("files")) {
      files.put(
          file.path("lane").asInt(),
          new LaneFile(
              file.path("entries").asLong(),
              file.path("bytes").asLong(),
              Integer.parseUnsignedInt(file.path("crc32c").asText(), 16),
              file.path("firstMillis").asLong(),
              file.path("lastMillis").asLong()));
    }
    return Volume.of(json.path("lanes").asInt(), runs, files);
  }

  private static String hex(int checksum) {
    return HexFormat.of().toHexDigits(checksum);
  }
}
