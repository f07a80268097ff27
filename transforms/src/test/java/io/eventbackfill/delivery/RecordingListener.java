package io.eventbackfill.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, a line each. */
final class RecordingListener implements DeliveryListener {
  private final List<String> labels = new ArrayList<>();
  private final List<Long> stored = new ArrayList<>();
  private final List<String> miscounts = new ArrayList<>();
  private final List<String> reasonsToWait = new ArrayList<>();
  private final List<Cause> causes = new ArrayList<>();

  @Override
  public void replied(String label, int bytes) {
    labels.add(label);
  }

  @Override
  public void stored(long atMillis) {
    stored.add(atMillis);
  }

  @Override
  public void miscounted(int sent, long counted) {
    miscounts.add(sent + " sent, " + counted + " counted");
  }

  @Override
  public void waiting(Duration wait, Cause cause, String why) {
    reasonsToWait.add(why);
    causes.add(cause);
  }

  List<String> labels() {
    return labels;
  }

  List<Long> stored() {
    return stored;
  }

  List<String> miscounts() {
    return miscounts;
  }

  List<String> reasonsToWait() {
    return reasonsToWait;
  }

  List<Cause> causes() {
    return causes;
  }
}
