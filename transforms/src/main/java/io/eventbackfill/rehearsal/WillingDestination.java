package io.eventbackfill.rehearsal;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Reply.Receipt;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.validation.EventRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A destination that takes everything, whatever the answer is.
 *
 * @param real asked for all else; its requests are made, since only so their size is known
 */
record WillingDestination(Destination real) implements Destination {
  private static final Receipt NONE = new Receipt(OptionalLong.empty(), OptionalLong.empty());

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public URI endpoint() {
    return real.endpoint();
  }

  @Override
  public BatchLimits limits() {
    return real.limits();
  }

  @Override
  public PacingLimits vendorLimits() {
    return real.vendorLimits();
  }

  @Override
  public EventRules rules() {
    return real.rules();
  }

  @Override
  public Bytes render(Event event) {
    return real.render(event);
  }

  @Override
  public boolean bills(Event event) {
    return real.bills(event);
  }

  @Override
  public boolean syncsUserProperties() {
    return real.syncsUserProperties();
  }

  @Override
  public boolean canShareRequest(QueuedEvent first, QueuedEvent next) {
    return real.canShareRequest(first, next);
  }

  @Override
  public boolean knowsPersons() {
    return real.knowsPersons();
  }

  @Override
  public Optional<String> storageKey(QueuedEvent event) {
    return real.storageKey(event);
  }

  @Override
  public HttpRequestSpec encode(List<QueuedEvent> batch) {
    return real.encode(batch);
  }

  @Override
  public Reply explain(List<QueuedEvent> batch, HttpReply reply) {
    return Reply.accepted(batch.size(), NONE);
  }

  @Override
  public HttpRequestSpec probe() {
    return real.probe();
  }

  @Override
  public Probed explainProbe(HttpReply reply) {
    return real.explainProbe(reply);
  }

  @Override
  public SortedMap<String, Destination> otherRegions() {
    return real.otherRegions();
  }

  @Override
  public List<Secret> secrets() {
    return real.secrets();
  }
}
