package io.eventbackfill.destinations.posthog;

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import io.eventbackfill.delivery.Linking;
import io.eventbackfill.delivery.Profiling;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.CanonicalJson;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Link;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Profile;
import io.eventbackfill.model.QueuedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What PostHog is told of persons: that a device belongs to a user, and what was last known of a
 * person. Each is an event of its own, with a uuid made of what it says, so that a second run says
 * nothing new.
 *
 * @param labels what all events of a load have in common
 * @param policy what becomes of user properties
 * @param linksSharedDevices whether a device of several users goes to the first of them
 * @param form the API it is for
 */
record PostHogPersons(
    PostHogLabels labels, PostHogPersonPolicy policy, boolean linksSharedDevices, PostHogForm form)
    implements Linking, Profiling {
  private static final long serialVersionUID = 1L;

  private static final String INITIAL = "initial_";

  /** First touches that PostHog knows by the same names with a dollar before them. */
  private static final ImmutableSet<String> FIRST_TOUCHES =
      ImmutableSet.of(
          "referrer",
          "referring_domain",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "utm_content",
          "utm_term",
          "gclid",
          "gad_source",
          "gclsrc",
          "dclid",
          "gbraid",
          "wbraid",
          "fbclid",
          "msclkid",
          "twclid",
          "li_fat_id",
          "mc_cid",
          "igshid",
          "ttclid",
          "rdt_cid",
          "epik",
          "qclid",
          "sccid",
          "irclid");

  /**
   * The event that merges the device's person into the user's; direction matters (merge rules).
   *
   * @return empty if PostHog merges nothing through one of the ids, or they are one
   */
  @Override
  public Optional<QueuedEvent> link(Link link, Origin origin) {
    String user = link.user();
    String device = link.device();
    if (user.equals(device) || PostHogIds.isIllegal(user) || PostHogIds.isIllegal(device)) {
      return Optional.empty();
    }
    return Optional.of(
        told(
            "$identify",
            new Who(device, user, null),
            link.micros(),
            PostHogUuid.of("identify", user, device),
            properties -> {
              properties.put("$anon_distinct_id", device);
              properties.put(labels.named("user_id"), user);
              properties.put(labels.named("device_id"), device);
            },
            origin));
  }

  /**
   * The event that says what was last known of a person.
   *
   * @return empty if that is nothing, or not to be told, or nobody's
   */
  @Override
  public Optional<QueuedEvent> profile(Profile profile, Origin origin) {
    String id = profile.user() == null ? profile.device() : profile.user();
    if (policy == PostHogPersonPolicy.NONE || id == null || PostHogIds.isIllegal(id)) {
      return Optional.empty();
    }
    Map<String, JsonValue> set = new LinkedHashMap<>();
    Map<String, JsonValue> setOnce = new LinkedHashMap<>();
    Map<String, JsonValue> known = profile.properties().members();
    known.forEach((name, value) -> sort(name, value, set, setOnce));
    if (set.isEmpty() && setOnce.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        told(
            "$set",
            new Who(profile.device(), profile.user(), null),
            profile.micros(),
            PostHogUuid.of("profile", profile.user() == null ? "device" : "user", id, hash(known)),
            properties -> {
              if (!set.isEmpty()) {
                properties.put("$set", JsonValue.object(set));
              }
              if (!setOnce.isEmpty()) {
                properties.put("$set_once", JsonValue.object(setOnce));
              }
            },
            origin));
  }

  private void sort(
      String name, JsonValue value, Map<String, JsonValue> set, Map<String, JsonValue> setOnce) {
    if (value.isNull()) {
      return;
    }
    boolean first =
        name.startsWith(INITIAL) && FIRST_TOUCHES.contains(name.substring(INITIAL.length()));
    if (first || FIRST_TOUCHES.contains(name)) {
      if (PostHogProperties.isEmpty(value)) {
        return;
      }
    }
    if (first) {
      setOnce.put("$" + name, value);
    } else {
      (policy == PostHogPersonPolicy.SET_ONCE ? setOnce : set).put(name, value);
    }
  }

  private QueuedEvent told(
      String event,
      Who who,
      long micros,
      String uuid,
      Consumer<PostHogPropertyWriter> says,
      Origin origin) {
    EventTime time = new EventTime(micros, null, 0);
    String id = who.user() == null ? who.device() : who.user();
    JsonObjectWriter json = new JsonObjectWriter();
    json.put("event", event);
    json.put("distinct_id", Objects.requireNonNull(id));
    json.put("timestamp", PostHogTime.text(time.millis()));
    json.put("uuid", uuid);
    form.begin(json, null);
    PostHogPropertyWriter properties =
        new PostHogPropertyWriter(json, new PostHogProperties(Map.of()));
    says.accept(properties);
    properties.put("$ip", PostHogLabels.NO_ADDRESS);
    labels.writeTo(properties);
    json.endObject();
    return new QueuedEvent(
        uuid,
        time,
        who,
        OrderBy.USER_ID.key(who),
        origin,
        Bytes.of(PostHogText.repaired(json.end())));
  }

  private static String hash(Map<String, JsonValue> properties) {
    return Hashing.sha256().hashBytes(CanonicalJson.of(properties)).toString();
  }
}
