package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.amplitude.UploadedEvent.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The checks that look at the request alone, in an order in which every documented error can be
 * reached. The first that finds something decides the answer.
 */
final class Checks {

  /** HTTP V2 API, "Device IDs and User IDs": values that cause a 400. */
  private static final Set<String> INVALID_IDS =
      Set.of(
          "anonymous",
          "nil",
          "none",
          "null",
          "n/a",
          "na",
          "undefined",
          "unknown",
          "",
          "00000000-0000-0000-0000-000000000000",
          "{}",
          "lmy47d",
          "0",
          "-1");

  private static final String INVALID_VALUES = "Invalid field values on some events";

  private final AmplitudeSettings settings;
  private final IndexMode indexMode;
  private final Upload upload;

  Checks(AmplitudeSettings settings, IndexMode indexMode, Upload upload) {
    this.settings = settings;
    this.indexMode = indexMode;
    this.upload = upload;
  }

  Optional<Reply> refusal() {
    Reply unreadable = upload.unreadable();
    if (unreadable != null) {
      return Optional.of(unreadable);
    }
    return envelope().or(this::objects).or(this::missing).or(this::invalid).or(this::ids);
  }

  /** Whether this event alone would pass. */
  boolean sound(UploadedEvent event) {
    return !event.problems().any() && shortIds(event).isEmpty() && invalidIds(event).isEmpty();
  }

  /** The project of the request's key, if the key is known. */
  Optional<Integer> project() {
    String key = upload.envelope().apiKey();
    Map<String, Integer> keys = settings.validApiKeys();
    if (key == null || keys.containsKey(key) || !settings.acceptAnyKey()) {
      return key == null ? Optional.empty() : Optional.ofNullable(keys.get(key));
    }
    return keys.values().stream().sorted().findFirst();
  }

  private Optional<Reply> envelope() {
    String key = upload.envelope().apiKey();
    if (key == null) {
      return Optional.of(Replies.missingField("api_key"));
    }
    if (!upload.envelope().hasEvents()) {
      return Optional.of(Replies.missingField("events"));
    }
    if (project().isEmpty()) {
      return Optional.of(Replies.error(400, "Invalid API key: " + key));
    }
    boolean tooMany = upload.events().size() > settings.maxEvents();
    return tooMany ? Optional.of(Replies.tooLarge()) : Optional.empty();
  }

  private Optional<Reply> objects() {
    return upload.events().stream().anyMatch(event -> event.problems().notAnObject())
        ? Optional.of(Replies.error(400, "Invalid event JSON"))
        : Optional.empty();
  }

  private Optional<Reply> missing() {
    return indexed(
        "Request missing required field", "events_with_missing_fields", problem(Problems::missing));
  }

  private Optional<Reply> invalid() {
    return indexed(INVALID_VALUES, "events_with_invalid_fields", problem(Problems::invalid));
  }

  private static Function<UploadedEvent, List<String>> problem(
      Function<Problems, List<String>> kind) {
    return event -> kind.apply(event.problems());
  }

  private Optional<Reply> ids() {
    return indexed(
            "Invalid id length for user_id or device_id",
            "events_with_invalid_id_lengths",
            this::shortIds)
        .or(this::listedIds);
  }

  private Optional<Reply> listedIds() {
    if (settings.invalidIdMode() == InvalidIdMode.INVALID_FIELDS) {
      return indexed(INVALID_VALUES, "events_with_invalid_fields", this::invalidIds);
    }
    return upload.events().stream().anyMatch(event -> !invalidIds(event).isEmpty())
        ? Optional.of(Replies.error(400, INVALID_VALUES))
        : Optional.empty();
  }

  private Optional<Reply> indexed(
      String error, String mapName, Function<UploadedEvent, List<String>> offences) {
    Map<String, List<Integer>> indexes = new LinkedHashMap<>();
    for (int i = 0; i < upload.events().size(); i++) {
      for (String field : offences.apply(upload.events().get(i))) {
        List<Integer> list = indexes.computeIfAbsent(field, name -> new ArrayList<>());
        if (indexMode == IndexMode.ALL || list.isEmpty()) {
          list.add(i);
        }
      }
    }
    if (indexes.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<Integer>> told = indexMode == IndexMode.NONE ? Map.of() : indexes;
    return Optional.of(Replies.indexed(error, mapName, told));
  }

  private List<String> shortIds(UploadedEvent event) {
    long shortest = upload.envelope().minIdLength().orElse(settings.minIdLength());
    return offending(event, id -> UploadReader.length(id) < shortest);
  }

  private List<String> invalidIds(UploadedEvent event) {
    return offending(event, id -> INVALID_IDS.contains(id.toLowerCase(Locale.ROOT)));
  }

  private static List<String> offending(UploadedEvent event, Predicate<String> bad) {
    String user = event.ids().user();
    String device = event.ids().device();
    boolean badUser = user != null && bad.test(user);
    boolean badDevice = device != null && bad.test(device);
    if (!badUser && !badDevice) {
      return List.of();
    }
    return badUser && badDevice
        ? List.of("user_id", "device_id")
        : List.of(badUser ? "user_id" : "device_id");
  }
}
