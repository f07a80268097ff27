package io.eventbackfill.destinations.posthog;

import io.eventbackfill.delivery.Destination.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where PostHog is: events go to one host of a region, and questions to another. */
final class PostHogAddress {
  private static final Map<String, URI> CAPTURE =
      Map.of(
          "us", URI.create("https://us.i.posthog.com/"),
          "eu", URI.create("https://eu.i.posthog.com/"));

  private static final Map<String, URI> PRIVATE =
      Map.of(
          "us", URI.create("https://us.posthog.com/"),
          "eu", URI.create("https://eu.posthog.com/"));

  /** Hosts that answer, but not to events, and the region that was meant. */
  private static final Map<String, String> NOT_FOR_EVENTS =
      Map.of(
          "us.posthog.com", "us",
          "app.posthog.com", "us",
          "eu.posthog.com", "eu");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Stands in until the problem is told. */
  private static final URI NO_REGION = URI.create("https://region.invalid/");

  private final SortedMap<String, URI> capture = new TreeMap<>(CAPTURE);
  private final Settings settings;
  private final List<String> problems;

  PostHogAddress(Settings settings, List<String> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** Where the Capture API is; ends in a slash. */
  URI base() {
    if (!capture.containsKey(settings.region())) {
      problems.add(
          "--destinationRegion=%s is unknown (%s)"
              .formatted(settings.region(), String.join(", ", capture.keySet())));
    }
    Optional<URI> given = settings.endpoint();
    if (given.isEmpty()) {
      return capture.getOrDefault(settings.region(), NO_REGION);
    }
    String region = NOT_FOR_EVENTS.get(String.valueOf(given.get().getHost()));
    if (region != null) {
      problems.add(
          "--destinationEndpoint=%s takes no events: give --destinationRegion=%s, which is %s"
              .formatted(given.get(), region, capture.get(region)));
    }
    return given.get().resolve(folder(given.get().getPath()));
  }

  /** A path as it was copied from anywhere: of the host, of a proxy's folder, or of the API. */
  private static String folder(String path) {
    String folder = path.replaceFirst("/+$", "").replaceFirst("/batch$", "");
    return folder + "/";
  }

  /** The same of the other regions. */
  SortedMap<String, URI> elsewhere() {
    if (settings.endpoint().isPresent()) {
      return new TreeMap<>();
    }
    SortedMap<String, URI> others = new TreeMap<>(capture);
    others.remove(settings.region());
    return others;
  }

  /**
   * Where the project can be queried.
   *
   * @param given an address that overrides the region's; null if there is none
   */
  URI queries(@Nullable String given) {
    if (given != null) {
      return checked(given);
    }
    return settings
        .endpoint()
        .map(endpoint -> endpoint.resolve("/"))
        .orElse(PRIVATE.getOrDefault(settings.region(), NO_REGION));
  }

  private URI checked(String given) {
    try {
      URI uri = URI.create(given);
      String host = uri.getHost();
      boolean secret = "https".equals(uri.getScheme());
      boolean here = "http".equals(uri.getScheme()) && host != null && LOOPBACK.contains(host);
      if (host != null && (secret || here)) {
        return uri.resolve("/");
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    problems.add("--posthogApiEndpoint=" + given + " is not an https address");
    return NO_REGION;
  }
}
