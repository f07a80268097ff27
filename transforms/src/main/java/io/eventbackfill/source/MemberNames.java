package io.eventbackfill.source;

import java.util.HashMap;
import java.util.Map;

/**
 * Tells members of one name apart: the second {@code a.json} is {@code a.json (2)}. The same for
 * each read of an archive, as its members come in the same order.
 */
final class MemberNames {
  /** By name given out, the number its next copy is tried with. */
  private final Map<String, Integer> next = new HashMap<>();

  String distinct(String name) {
    String distinct = name;
    while (next.containsKey(distinct)) {
      distinct = name + " (" + next.merge(name, 1, Integer::sum) + ")";
    }
    next.put(distinct, 1);
    return distinct;
  }
}
