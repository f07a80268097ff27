package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.DestinationContract;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a command line is said before anything is sent, all at once. */
class PostHogSetupTest {
  private static final String KEY = DestinationContract.KEY;
  private static final Instant NOW = DestinationContract.NOW;

  private static void read(Settings settings, List<String> problems, String... arguments) {
    PostHogOptions options = PipelineOptionsFactory.fromArgs(arguments).as(PostHogOptions.class);
    PostHogTerms unused = new PostHogSetup(settings, options, problems).read();
  }

  private static Settings settings(Secret token) {
    return DestinationContract.settings(token);
  }

  @ParameterizedTest
  @CsvSource({
    "https://us.posthog.com, us",
    "https://app.posthog.com/, us",
    "https://eu.posthog.com/batch, eu",
  })
  void theHostThatPeopleLookAtIsRefusedWithTheRightOne(URI endpoint, String region) {
    List<String> problems = new ArrayList<>();

    read(
        new Settings(Secret.of(KEY), "us", Optional.of(endpoint), 1000, 10_000_000, NOW), problems);

    assertThat(
        problems,
        contains(
            "--destinationEndpoint=%s takes no events: give --destinationRegion=%s, which is https://%s.i.posthog.com/"
                .formatted(endpoint, region, region)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"phx_secretsecret", "schlüssel-geheim", "a\0secret"})
  void aTokenThatIsNoneIsRefusedAndNotRepeated(String token) {
    List<String> problems = new ArrayList<>();

    read(settings(Secret.of(token)), problems);

    assertThat(problems, contains(startsWith("--apiKey ")));
    assertThat(problems.toString(), not(containsString("secret")));
    assertThat(problems.toString(), not(containsString("geheim")));
  }

  @Test
  void theLengthOfATokenIsCounted() {
    List<String> problems = new ArrayList<>();
    read(settings(Secret.of("k".repeat(64))), problems);
    assertThat(problems, is(empty()));
    read(settings(Secret.of("k".repeat(65))), problems);
    assertThat(problems, contains(containsString("64 ASCII characters")));
  }

  @Test
  void allProblems_areListedAtOnce() {
    Settings settings =
        new Settings(Secret.of("phx_1"), "mars", Optional.empty(), 10_001, 20_000_001, NOW);
    List<String> problems = new ArrayList<>();

    read(
        settings,
        problems,
        "--captureMode=v2",
        "--youngEvents=maybe",
        "--uuidFrom=chance",
        "--sourceName=My Source",
        "--personProperties=all",
        "--sharedDevices=last",
        "--canaryWait=soon",
        "--projectId=mine",
        "--personalApiKey=phc_1",
        "--posthogApiEndpoint=http://example.com");

    assertThat(
        problems,
        contains(
            startsWith("--apiKey holds a personal API key"),
            is("--captureMode=v2 is unknown (v0, v1, auto)"),
            is("--destinationRegion=mars is unknown (eu, us)"),
            startsWith("--maxEventsPerRequest=10001"),
            startsWith("--maxBytesPerRequest=20000001"),
            is("--youngEvents=maybe is unknown (live, hold, refuse)"),
            startsWith("--sourceName=My Source is not"),
            is("--uuidFrom=chance is unknown (uuid, insert-id)"),
            is("--personProperties=all is unknown (none, set-once, latest-at-end)"),
            is("--sharedDevices=last is unknown (first, skip, none)"),
            startsWith("--canaryWait=soon"),
            startsWith("--projectId=mine"),
            startsWith("--personalApiKey holds a project's token"),
            startsWith("--posthogApiEndpoint=http://example.com")));
  }
}
