package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.pipeline.VerifyConfig.Api;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Reads the options that say which of a vendor's APIs is asked, and how. */
final class StoredSource implements StoredApi.Given {
  private final PipelineOptions all;
  private final BackfillOptions options;
  private final VerifyOptions own;
  private final List<String> problems;

  /**
   * A reader.
   *
   * @param all the options
   * @param problems takes a sentence for each fault
   */
  StoredSource(PipelineOptions all, List<String> problems) {
    this.all = all;
    this.options = all.as(BackfillOptions.class);
    this.own = all.as(VerifyOptions.class);
    this.problems = problems;
  }

  /** The API that {@code --stored} names, whoever's it is; empty if it names files. */
  Optional<StoredApi.Factory> named() {
    return Destinations.byName().values().stream()
        .flatMap(destination -> destination.storedApis().stream())
        .filter(api -> api.name().equals(own.getStored()))
        .findFirst();
  }

  /** What {@code --stored} may name where events went to this destination, for messages. */
  String names() {
    Destination.Factory factory = Destinations.byName().get(options.getDestination());
    return factory == null
        ? ""
        : factory.storedApis().stream()
            .map(api -> ", or " + api.name())
            .collect(Collectors.joining());
  }

  /** What it takes to ask the API; empty if there is a fault in the options. */
  Optional<Api> api(StoredApi.Factory named) {
    Destination.Factory factory = Destinations.byName().get(options.getDestination());
    if (factory != null
        && factory.storedApis().stream().noneMatch(api -> api.name().equals(named.name()))) {
      problems.add(
          "--stored=%s does not know what --destination=%s holds"
              .formatted(named.name(), options.getDestination()));
    }
    Optional<StoredApi> asked = named.create(this, all, problems);
    Duration timeout = duration("requestTimeout", options.getRequestTimeout());
    Duration giveUp = duration("giveUpAfter", options.getGiveUpAfter());
    return asked.map(
        api ->
            new Api(
                named.name(),
                api,
                timeout,
                RetryPolicy.givingUpAfter(giveUp),
                own.getEvenIfYoung()));
  }

  @Override
  public String region() {
    return options.getDestinationRegion();
  }

  @Override
  public Optional<URI> destinationEndpoint() {
    return Optional.ofNullable(options.getDestinationEndpoint())
        .flatMap(given -> address("destinationEndpoint", given));
  }

  @Override
  public Optional<Secret> apiKey() {
    Optional<Secret> apiKey = secret("apiKey", options.getApiKey());
    apiKey.ifPresent(secret -> options.setApiKey(secret.toString()));
    return apiKey;
  }

  @Override
  public Optional<Secret> secret(String option, @Nullable String reference) {
    if (reference == null || reference.isBlank()) {
      problems.add(
          "--%s is required by --stored=%s: env:NAME or file:PATH"
              .formatted(option, own.getStored()));
      return Optional.empty();
    }
    Secret secret = Secret.of(reference, ObjectText::key);
    try {
      String unused = secret.reveal();
      return Optional.of(secret);
    } catch (IllegalStateException e) {
      problems.add("--%s: %s".formatted(option, e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public Optional<URI> address(String option, String text) {
    Optional<URI> uri = ConfigReader.address(option, text, problems);
    if (uri.isPresent()
        && "http".equalsIgnoreCase(uri.get().getScheme())
        && !ConfigReader.isLoopback(uri.get().getHost())) {
      problems.add(
          "--%s=%s would send keys unencrypted to another machine; use https"
              .formatted(option, text));
    }
    return uri;
  }

  private Duration duration(String option, String text) {
    Optional<Duration> duration = Units.duration(text).filter(d -> !d.isZero());
    if (duration.isEmpty()) {
      problems.add("--%s=%s is not a time such as 60s, 15m or 24h".formatted(option, text));
    }
    return duration.orElse(Duration.ofSeconds(1));
  }
}
