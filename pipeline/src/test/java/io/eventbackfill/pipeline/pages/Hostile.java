package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Names that want to be more than names. */
final class Hostile {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<String> NAMES =
      List.of(
          "<script>window.owned = true; alert(1)</script>",
          "\"><img src=x onerror='window.owned = true'>",
          "</style></title></pre></bdi><svg onload=\"window.owned = true\">",
          "' onmouseover='window.owned = true' x='",
          "&lt;b&gt; &#60;b> &amp;",
          "javascript:window.owned=true",
          "\u202egnp.exe \u2066\u0000\u001b[31m\u0085",
          "x".repeat(10_000),
          "\u05e9".repeat(3_000),
          "");

  private int next;

  private Hostile(int first) {
    this.next = first;
  }

  private String name() {
    return NAMES.get(next++ % NAMES.size());
  }

  /**
   * A file of ours in which every text is such a name.
   *
   * @param first which of the names is the first one; each text takes the next
   */
  static String everywhere(String json, int first) {
    try {
      return new Hostile(first).replaced(JSON.readTree(json)).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Keys are replaced where they come from data: where all values are numbers or texts. */
  private JsonNode replaced(JsonNode node) {
    if (node.isTextual()) {
      return JSON.getNodeFactory().textNode(name());
    }
    if (node instanceof ArrayNode array) {
      ArrayNode all = JSON.createArrayNode();
      array.forEach(one -> all.add(replaced(one)));
      return all;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode all = JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> one : object.properties()) {
        all.set(one.getKey(), replaced(one.getValue()));
        if (List.of("settings", "reasons", "notes", "requests", "changed_fields", "bounds")
                .contains(one.getKey())
            && one.getValue() instanceof ObjectNode inner
            && !inner.isEmpty()) {
          ((ObjectNode) all.get(one.getKey())).put(name(), 7);
        }
        if (one.getKey().equals("notes")) {
          ((ObjectNode) all.get("notes")).putObject("unknown-key").put(name(), 1);
        }
      }
      return all;
    }
    return node;
  }
}
