package io.eventbackfill.destinations.posthog;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.validation.YoungEvents.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a command line says of PostHog, and finds all that is wrong with it. */
final class PostHogSetup {
  /** There is no number of PostHog's; more are no faster, and all are lost with one answer. */
  private static final int MAX_EVENTS = 10_000;

  /** Capture API: under 20 MB. */
  private static final long MAX_BYTES = 20_000_000;

  /** Capture API v1: 10 MiB packed; what is not packed is larger. */
  private static final long MAX_BYTES_V1 = 10L * 1024 * 1024;

  /** Capture API, token check. */
  private static final int MAX_TOKEN = 64;

  private static final String PERSONAL = "phx_";
  private static final String PROJECTS = "phc_";

  private static final Pattern WAIT = Pattern.compile("[1-9][0-9]{0,5}[smh]");
  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9_]{0,30}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Settings settings;
  private final PostHogOptions options;
  private final List<String> problems;

  PostHogSetup(Settings settings, PostHogOptions options, List<String> problems) {
    this.settings = settings;
    this.options = options;
    this.problems = problems;
  }

  PostHogTerms read() {
    checkToken();
    PostHogAddress place = new PostHogAddress(settings, problems);
    PostHogCapture capture =
        choice("captureMode", options.getCaptureMode(), PostHogCapture.values());
    return new PostHogTerms(
        settings.apiKey(),
        place.base(),
        new TreeMap<>(place.elsewhere()),
        capture,
        settings.startedAt(),
        limits(capture == PostHogCapture.V0 ? MAX_BYTES : MAX_BYTES_V1),
        choice("youngEvents", options.getYoungEvents(), Policy.values()),
        options.getKeepSessionEvents(),
        options.getImportLabel(),
        source(),
        choice("uuidFrom", options.getUuidFrom(), PostHogIdentity.values()),
        choice("personProperties", options.getPersonProperties(), PostHogPersonPolicy.values()),
        choice("sharedDevices", options.getSharedDevices(), PostHogSharedDevices.values()),
        querying(place));
  }

  /** The token in form; whether a project has it, PostHog does not say. Never repeats it. */
  private void checkToken() {
    String token;
    try {
      token = settings.apiKey().reveal();
    } catch (IllegalStateException e) {
      // Whoever reads --apiKey says so.
      return;
    }
    if (token.startsWith(PERSONAL)) {
      problems.add(
          "--apiKey holds a personal API key (phx_...); events go to a project by its token,"
              + " which is in the project's settings");
    } else if (token.length() > MAX_TOKEN
        || !StandardCharsets.US_ASCII.newEncoder().canEncode(token)
        || token.indexOf('\0') >= 0) {
      problems.add("--apiKey is no project token: those are up to 64 ASCII characters");
    }
  }

  private String source() {
    String given = options.getSourceName();
    if (!SOURCE.matcher(given).matches()) {
      problems.add("--sourceName=" + given + " is not made of small letters, digits and _");
    }
    return given;
  }

  private BatchLimits limits(long most) {
    if (settings.maxEvents() > MAX_EVENTS) {
      problems.add(
          "--maxEventsPerRequest=%d is more than makes sense (%d)"
              .formatted(settings.maxEvents(), MAX_EVENTS));
    }
    if (settings.maxBytes() > most) {
      problems.add(
          "--maxBytesPerRequest=%d is more than PostHog takes (%d)"
              .formatted(settings.maxBytes(), most));
    }
    return new BatchLimits(
        Math.max(1, Math.min(settings.maxEvents(), MAX_EVENTS)),
        Math.max(1, Math.min(settings.maxBytes(), most)),
        most,
        PostHogRequests.ENVELOPE_BYTES);
  }

  private <E extends Enum<E>> E choice(String option, String given, E[] all) {
    for (E one : all) {
      if (code(one).equals(given)) {
        return one;
      }
    }
    String known = Arrays.stream(all).map(PostHogSetup::code).collect(Collectors.joining(", "));
    problems.add("--%s=%s is unknown (%s)".formatted(option, given, known));
    return all[0];
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable PostHogQuerying querying(PostHogAddress place) {
    Duration patience = patience();
    String reference = options.getPersonalApiKey();
    String project = options.getProjectId();
    if (reference == null && project == null) {
      return null;
    }
    if (reference == null || project == null) {
      problems.add("--personalApiKey and --projectId are needed together");
      return null;
    }
    if (!NUMBER.matcher(project).matches()) {
      problems.add("--projectId=" + project + " is not a number");
    }
    Secret key = Secret.of(reference);
    // Engines show options to whoever looks at a job; from here on only the reference is there.
    options.setPersonalApiKey(key.toString());
    try {
      if (key.reveal().startsWith(PROJECTS)) {
        problems.add(
            "--personalApiKey holds a project's token (phc_...); a personal API key is made in the"
                + " user's settings");
      }
    } catch (IllegalStateException e) {
      problems.add("--personalApiKey: " + e.getMessage());
    }
    return new PostHogQuerying(
        key, project, place.queries(options.getPosthogApiEndpoint()), patience);
  }

  private Duration patience() {
    String given = options.getCanaryWait();
    if (!WAIT.matcher(given).matches()) {
      problems.add("--canaryWait=" + given + " is not a time such as 2m");
      return Duration.ZERO;
    }
    return Duration.parse("PT" + given.toUpperCase(Locale.ROOT));
  }
}
