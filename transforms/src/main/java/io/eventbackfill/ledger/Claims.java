package io.eventbackfill.ledger;

import io.eventbackfill.model.Bytes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The claims in a ledger, as one run sees them. */
final class Claims {
  private static final String FOLDER = "lease/";
  private static final String ENDING = ".json";

  private final Store store;
  private final Holder self;
  private final Holder.Processes processes;
  private final Patience patience;

  Claims(Store store, Holder self, Holder.Processes processes, Patience patience) {
    this.store = store;
    this.self = self;
    this.processes = processes;
    this.patience = patience;
  }

  /** A claim as it was found, readable or not. */
  private record Found(String name, Bytes bytes, Optional<Claim> claim) {}

  static String name(String id) {
    return FOLDER + id + ENDING;
  }

  static List<String> names(Store store) throws IOException {
    return store.list(FOLDER).stream()
        .map(Store.Item::name)
        .filter(name -> name.endsWith(ENDING))
        .toList();
  }

  /**
   * Removes the claims of the dead; may take as long as it takes to watch some.
   *
   * @param own the name of the run's own claim, which an earlier attempt may have left behind
   * @return what to tell of one that is alive, if there is any
   */
  Optional<String> removeDead(String own) throws IOException, InterruptedException {
    List<String> dead = new ArrayList<>();
    List<Found> silent = new ArrayList<>();
    for (Found found : read(others(names(store), own))) {
      if (isGone(found)) {
        dead.add(found.name());
      } else if (isSilent(found)) {
        silent.add(found);
      } else {
        return Optional.of(describe(found));
      }
    }
    store.delete(dead);
    return silent.isEmpty() ? Optional.empty() : watch(silent);
  }

  private boolean isGone(Found found) {
    return found.claim().filter(claim -> claim.holder().isGone(self, processes)).isPresent();
  }

  /** Far ahead of our clock is as odd as far behind it: one of the two clocks was set. */
  private boolean isSilent(Found found) {
    return found.claim().filter(claim -> age(claim).abs().compareTo(Lease.EXPIRY) <= 0).isEmpty();
  }

  private Duration age(Claim claim) {
    return Duration.between(claim.renewed(), patience.now());
  }

  /** Whoever renews its claim meanwhile is alive, whatever the clocks say. */
  private Optional<String> watch(List<Found> silent) throws IOException, InterruptedException {
    if (!patience.sitOut(Lease.WATCH)) {
      return Optional.of(
          describe(silent.get(0))
              + " Whether it is dead was not seen: this run was asked to stop.");
    }
    List<String> dead = new ArrayList<>();
    for (Found before : silent) {
      for (Found now : read(List.of(before.name()))) {
        if (!before.bytes().equals(now.bytes())) {
          return Optional.of(describe(now));
        }
        dead.add(now.name());
      }
    }
    store.delete(dead);
    return Optional.empty();
  }

  /** What to tell of another run, if there is the claim of one that is not known to be dead. */
  Optional<String> rival(List<String> names, String own) throws IOException {
    return rival(names, own, found -> !isGone(found));
  }

  /** The same of one that has got as far as to renew its claim. */
  Optional<String> holdingRival(List<String> names, String own) throws IOException {
    return rival(
        names,
        own,
        found -> !isGone(found) && found.claim().filter(claim -> claim.renewals() > 0).isPresent());
  }

  private Optional<String> rival(List<String> names, String own, Predicate<Found> kind)
      throws IOException {
    return read(others(names, own)).stream().filter(kind).map(this::describe).findFirst();
  }

  private static List<String> others(List<String> names, String own) {
    return names.stream().filter(name -> !name.equals(own)).toList();
  }

  /** Without those that have gone by now. */
  private List<Found> read(List<String> names) throws IOException {
    List<Found> all = new ArrayList<>();
    for (String name : names) {
      try {
        byte[] bytes = store.read(name);
        all.add(new Found(name, Bytes.of(bytes), Claim.of(bytes)));
      } catch (FileNotFoundException ignored) {
        // It was there when it was listed.
      }
    }
    return all;
  }

  private String describe(Found found) {
    String who =
        found
            .claim()
            .map(claim -> claim.holder() + ", since " + seconds(claim.since()) + ", " + sign(claim))
            .orElse("its claim " + store.address(found.name()) + " can't be read");
    return "another run holds the ledger "
        + store.address("")
        + ": "
        + who
        + "; it ends when it is done, or by SIGTERM. If it is dead, a new run of its user on its"
        + " machine takes over at once, any other one from "
        + Lease.EXPIRY.toSeconds()
        + " s after its last sign of life.";
  }

  private String sign(Claim claim) {
    long age = age(claim).toSeconds();
    return age < 0
        ? "last sign of life " + -age + " s ahead of this machine's clock"
        : "last sign of life " + age + " s ago";
  }

  private static Instant seconds(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }
}
