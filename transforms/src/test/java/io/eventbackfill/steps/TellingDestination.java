package io.eventbackfill.steps;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Linking;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Profiling;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Link;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Profile;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.validation.EventRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A destination that is told links and profiles, in plain words.
 *
 * @param plain asked for all else
 * @param links whether it is told links
 * @param profiles whether it is told profiles
 */
record TellingDestination(Destination plain, boolean links, boolean profiles)
    implements Destination {

  /** Takes no link of an id {@code null}. */
  record Links(boolean linksSharedDevices) implements Linking {
    @Override
    public Optional<QueuedEvent> link(Link link, Origin origin) {
      String said = link.device() + " is " + link.user() + "'s";
      Who who = new Who(link.device(), link.user(), null);
      return link.user().equals("null")
          ? Optional.empty()
          : Optional.of(
              new QueuedEvent(
                  said,
                  new EventTime(link.micros(), null, 0),
                  who,
                  "u:" + link.user(),
                  origin,
                  Bytes.of(said + " since " + link.micros())));
    }
  }

  /** Takes no profile of an id {@code null}. */
  record Profiles() implements Profiling {
    @Override
    public Optional<QueuedEvent> profile(Profile profile, Origin origin) {
      Who who = new Who(profile.device(), profile.user(), null);
      String whose = profile.user() == null ? "device " + profile.device() : profile.user();
      String said = whose + " is " + profile.properties();
      return "null".equals(whose)
          ? Optional.empty()
          : Optional.of(
              new QueuedEvent(
                  said,
                  new EventTime(profile.micros(), null, 0),
                  who,
                  whose,
                  origin,
                  Bytes.of(said + " at " + profile.micros())));
    }
  }

  /** An event, all of it, in one line. */
  static String said(QueuedEvent event) {
    return String.join(
        " | ",
        event.body().text(),
        event.identity(),
        event.time().toString(),
        event.who().toString(),
        event.orderKey(),
        event.origin().toString());
  }

  @Override
  public Optional<Linking> linking() {
    return links ? Optional.of(new Links(true)) : Optional.empty();
  }

  @Override
  public Optional<Profiling> profiling() {
    return profiles ? Optional.of(new Profiles()) : Optional.empty();
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public URI endpoint() {
    return plain.endpoint();
  }

  @Override
  public BatchLimits limits() {
    return plain.limits();
  }

  @Override
  public PacingLimits vendorLimits() {
    return plain.vendorLimits();
  }

  @Override
  public EventRules rules() {
    return plain.rules();
  }

  @Override
  public Bytes render(Event event) {
    return plain.render(event);
  }

  @Override
  public boolean bills(Event event) {
    return plain.bills(event);
  }

  @Override
  public boolean syncsUserProperties() {
    return plain.syncsUserProperties();
  }

  @Override
  public HttpRequestSpec encode(List<QueuedEvent> batch) {
    return plain.encode(batch);
  }

  @Override
  public Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    return plain.explain(batch, reply);
  }

  @Override
  public HttpRequestSpec probe() {
    return plain.probe();
  }

  @Override
  public Probed explainProbe(HttpReply reply) {
    return plain.explainProbe(reply);
  }

  @Override
  public SortedMap<String, Destination> otherRegions() {
    return plain.otherRegions();
  }

  @Override
  public List<Secret> secrets() {
    return plain.secrets();
  }
}
