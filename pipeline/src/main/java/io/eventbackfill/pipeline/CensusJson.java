package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.Span;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.planning.Census;
import io.eventbackfill.planning.DistinctIds;
import io.eventbackfill.planning.Example;
import io.eventbackfill.planning.Examples;
import io.eventbackfill.planning.NewUsers;
import io.eventbackfill.planning.Share;
import io.eventbackfill.planning.SharedDevices;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code plan.json} says of the events themselves, in parts: each is an object, and all their
 * members together belong into the plan. What is counted is counted with copies, unless told
 * otherwise.
 */
final class CensusJson {
  /** Devices and users that are named, with the most events first. */
  private static final int MOST_BUSY = 20;

  /** Devices and users over the quota that are named; all are counted. */
  private static final int MOST_OVER_QUOTA = 100;

  private static final Comparator<Map.Entry<Actor, Long>> BUSIEST_FIRST =
      Map.Entry.<Actor, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey);

  private static final ObjectMapper JSON = new ObjectMapper();

  private CensusJson() {}

  /**
   * Members {@code events, event_time, devices, users, per_day, other_days, per_type, other_types,
   * young, projects, user_properties, billed_events}. The latter without copies.
   *
   * @param account of all rows, copies among them
   * @param synced whether the destination writes an event's user properties into the user's profile
   */
  static String events(Census census, Account account, boolean synced) {
    ObjectNode json = JSON.createObjectNode();
    Census.Totals totals = census.totals();
    json.put("events", totals.events().count());
    Span times = totals.events().times();
    if (!times.isEmpty()) {
      json.putObject("event_time")
          .put("first", Instant.ofEpochMilli(times.min()).toString())
          .put("last", Instant.ofEpochMilli(times.max()).toString());
    }
    ids(json.putObject("devices"), census.devices());
    ids(json.putObject("users"), census.users());
    days(json, census);
    types(json, census);
    json.putObject("young")
        .put("younger_than_30_days", totals.young())
        .put("in_the_future", totals.future());
    account.projects().forEach(json.putArray("projects")::add);
    json.putObject("user_properties")
        .put("events", totals.withUserProperties())
        .put("synced", synced);
    long copies = account.reasons().getOrDefault(Reason.DUPLICATE, 0L);
    json.put("billed_events", Math.max(0, totals.billed() - copies));
    return json.toString();
  }

  private static void ids(ObjectNode json, DistinctIds ids) {
    json.put("count", ids.count()).put("exact", ids.isExact());
  }

  private static void days(ObjectNode json, Census census) {
    ArrayNode days = json.putArray("per_day");
    census
        .days()
        .kept()
        .forEach(
            (day, share) ->
                days.addObject()
                    .put("day", LocalDate.ofEpochDay(day).toString())
                    .put("events", share.count()));
    others(json, "other_days", census.days().others());
  }

  private static void types(ObjectNode json, Census census) {
    ArrayNode types = json.putArray("per_type");
    List<Map.Entry<String, Share>> byCount = new ArrayList<>(census.types().kept().entrySet());
    byCount.sort(Comparator.comparingLong(type -> -type.getValue().count()));
    for (Map.Entry<String, Share> type : byCount) {
      Span times = type.getValue().times();
      types
          .addObject()
          .put("type", type.getKey())
          .put("events", type.getValue().count())
          .put("first_day", day(times.min()))
          .put("last_day", day(times.max()));
    }
    others(json, "other_types", census.types().others());
  }

  private static void others(ObjectNode json, String name, Share others) {
    if (others.count() > 0) {
      json.putObject(name).put("events", others.count());
    }
  }

  private static String day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
  }

  /**
   * Members {@code busiest, daily_quota}. Where there are too many devices and users for exact
   * numbers, each has at least the events that are said, and {@code counted_to_within} more at the
   * most.
   *
   * @param perDay events of one device or user in 24 hours, at the most
   */
  static String busiest(ActorLoads loads, long perDay) {
    ObjectNode json = JSON.createObjectNode();
    List<Map.Entry<Actor, Long>> all = new ArrayList<>(loads.over(0).entrySet());
    all.sort(BUSIEST_FIRST);
    ArrayNode busiest = json.putArray("busiest");
    all.stream().limit(MOST_BUSY).forEach(one -> actor(busiest.addObject(), one));
    List<Map.Entry<Actor, Long>> over = all.stream().filter(a -> a.getValue() > perDay).toList();
    ObjectNode quota = json.putObject("daily_quota").put("limit", perDay);
    quota.put("devices", over.stream().filter(a -> isDevice(a.getKey())).count());
    quota.put("users", over.stream().filter(a -> !isDevice(a.getKey())).count());
    quota.put("counted_to_within", loads.distance());
    ArrayNode named = quota.putArray("over");
    over.stream()
        .limit(MOST_OVER_QUOTA)
        .forEach(
            one -> actor(named.addObject(), one).put("days", (one.getValue() - 1) / perDay + 1));
    return json.toString();
  }

  private static ObjectNode actor(ObjectNode json, Map.Entry<Actor, Long> actor) {
    return json.put("kind", actor.getKey().kind().name().toLowerCase(Locale.ROOT))
        .put("id", actor.getKey().id())
        .put("events", actor.getValue());
  }

  private static boolean isDevice(Actor actor) {
    return actor.kind() == Actor.Kind.DEVICE;
  }

  /** Member {@code shared_devices}, alone. */
  static String sharedDevices(SharedDevices shared) {
    ObjectNode json = JSON.createObjectNode();
    sharedDevices(json, shared);
    return json.toString();
  }

  /**
   * Member {@code shared_devices}. The number of devices is exact; that of one device's users up to
   * {@code users_exact_up_to}. The owner is the user to whom the device was linked.
   */
  static void sharedDevices(ObjectNode json, SharedDevices shared) {
    ObjectNode devices = json.putObject("shared_devices").put("devices", shared.devices());
    devices.put("users_exact_up_to", SharedDevices.EXACT_USERS);
    ArrayNode most = devices.putArray("most");
    for (SharedDevices.Shared device : shared.most()) {
      ObjectNode one = most.addObject().put("device", device.device()).put("users", device.users());
      if (device.owner() != null) {
        one.put("linked_to", device.owner());
      }
    }
  }

  /** Member {@code examples}. */
  static String examples(Examples examples) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode byReason = json.putObject("examples");
    for (Example example : examples.all()) {
      ObjectNode one = byReason.withArrayProperty(example.reason().code()).addObject();
      one.put("origin", example.origin().toString());
      one.put("detail", example.detail());
      if (example.row() != null) {
        one.put("row", example.row());
      }
    }
    return json.toString();
  }

  /**
   * Member {@code new_users}.
   *
   * @param live the account of the live rows: those that could not be read moved nobody
   */
  static String newUsers(NewUsers users, Account live) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode own = json.putObject("new_users");
    own.put("users", users.users()).put("moved", users.moved());
    ArrayNode months = own.putArray("moved_earlier_by_month");
    users
        .months()
        .kept()
        .forEach(
            (month, share) -> months.addObject().put("month", month).put("users", share.count()));
    own.putObject("live_rows")
        .put("read", live.rowsRead())
        .put("rejected", live.rows(Disposition.REJECTED))
        .put("skipped", live.rows(Disposition.SKIPPED));
    return json.toString();
  }

  /** Puts parts into a plan, in the same order whatever order they come in. */
  static void putInto(ObjectNode plan, Iterable<String> parts) {
    List<String> sorted = new ArrayList<>();
    parts.forEach(sorted::add);
    sorted.sort(Comparator.naturalOrder());
    sorted.forEach(
        part -> read(part).properties().forEach(m -> plan.set(m.getKey(), m.getValue())));
  }

  private static JsonNode read(String part) {
    try {
      return JSON.readTree(part);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a part of a plan that is no JSON", e);
    }
  }
}
