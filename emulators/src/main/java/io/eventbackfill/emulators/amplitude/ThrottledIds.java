package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.ExactJson;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The ids that an answer asks the client to hold back. */
record ThrottledIds(Collection<String> devices, Collection<String> users) {

  static Optional<ThrottledIds> in(int status, byte[] body) {
    if ((status < 400 && status != 200) || body.length == 0 || body[0] != '{') {
      return Optional.empty();
    }
    try {
      JsonNode tree = ExactJson.parse(body);
      if (tree.path("code").asInt() == 200) {
        return Optional.empty();
      }
      return Optional.of(
          new ThrottledIds(
              names(tree, "throttled_devices", "exceeded_daily_quota_devices"),
              names(tree, "throttled_users", "exceeded_daily_quota_users")));
    } catch (IOException e) {
      // A body that a fault script made up need not be JSON; then it names nobody.
      return Optional.empty();
    }
  }

  private static Set<String> names(JsonNode tree, String rate, String quota) {
    Set<String> names = new LinkedHashSet<>();
    tree.path(rate).fieldNames().forEachRemaining(names::add);
    tree.path(quota).fieldNames().forEachRemaining(names::add);
    return names;
  }
}
