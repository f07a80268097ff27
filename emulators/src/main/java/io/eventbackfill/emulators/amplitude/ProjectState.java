package io.eventbackfill.emulators.amplitude;

/** What Amplitude remembers of one project. */
final class ProjectState {

  private final RateLimits limits;
  private final Deduplication deduplication = new Deduplication();
  private final Identities identities = new Identities();
  private final UserProperties users = new UserProperties();

  ProjectState(AmplitudeSettings settings) {
    limits = new RateLimits(settings.epsWindowSeconds());
  }

  RateLimits limits() {
    return limits;
  }

  Deduplication deduplication() {
    return deduplication;
  }

  Identities identities() {
    return identities;
  }

  UserProperties users() {
    return users;
  }
}
