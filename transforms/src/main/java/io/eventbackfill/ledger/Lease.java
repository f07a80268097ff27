package io.eventbackfill.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The right to use a ledger, which one run has at a time, in a store that knows neither locks nor
 * conditional writes: all it needs is that a listing shows every object that was written before it
 * began and is not deleted before it ends.
 *
 * <p>Each run has a claim, an object of its own. To take the lease it removes the claims of the
 * dead, gives up if one is alive, writes its own, and lists them again: it has the lease if its own
 * claim is there and no other. Otherwise it deletes its own and, for two that met may both have
 * given way, comes back after a random time.
 *
 * <p><b>Two never have it both.</b> Say A and B did, at one moment. Both wrote a claim, listed, and
 * deleted nothing of their own since. Say A was the last to write. It listed after that, so after
 * B's write, too, and before the moment when both had it: B's claim was there all the time, A saw
 * it and gave way. This rests on nobody else having deleted B's claim, which is done only to
 *
 * <ul>
 *   <li>a claim whose process does not exist any more, as its neighbour can see: its machine, boot,
 *       container and user are the same. It has no lease to lose;
 *   <li>a claim that is older than {@link #EXPIRY} by the clock of whoever looks, or as far in its
 *       future, or unreadable, and that did not change for {@link #WATCH}. Its run must have
 *       stopped by itself: the promise is no stronger than that. A run has to renew its claim every
 *       {@link #RENEWAL} and to end when it could not for {@link #SILENCE}. The first is enough
 *       while it can reach the store, whatever the clocks say, for WATCH is longer than two
 *       renewals. If it can't, the second is enough where clocks differ by less than EXPIRY + WATCH
 *       - SILENCE, which is 70 s.
 * </ul>
 *
 * <p>A machine that sleeps, or a process that is stopped, for longer than that loses its lease
 * without noticing before its next renewal; what it does until then nothing can prevent, but the
 * next one to write finds out by {@link #isHeld}. A network file system whose clients remember
 * listings does not keep a listing's promise, and neither does this class there. On HDFS a claim is
 * missing for a moment while it is renewed: who takes the lease would have to miss it twice, and
 * then its holder finds out at its next renewal.
 *
 * <p>Thread-safe.
 */
public final class Lease implements AutoCloseable {

  /** How often its holder renews a lease. */
  public static final Duration RENEWAL = Duration.ofSeconds(15);

  /** A claim that was not renewed for this long may be a dead run's. */
  public static final Duration EXPIRY = Duration.ofMinutes(2);

  /** For how long a claim that may be a dead run's is watched before it is taken for one. */
  public static final Duration WATCH = Duration.ofSeconds(40);

  /** A holder that could not renew its lease for this long must not rely on it any more. */
  public static final Duration SILENCE = EXPIRY.minus(RENEWAL.multipliedBy(2));

  private static final int ATTEMPTS = 5;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final String TAKEN_FOR_DEAD = "this run was taken for dead: ";

  private final Store store;
  private final Patience patience;
  private final Claims claims;
  private Claim own;
  private boolean released;

  private Lease(Store store, Patience patience, Claims claims, Claim own) {
    this.store = store;
    this.patience = patience;
    this.claims = claims;
    this.own = own;
  }

  /**
   * Takes the lease; watching a claim that may be dead takes {@link #WATCH}.
   *
   * @param self this process
   * @param processes tells which of its neighbours run
   * @param id no other run's, of letters, digits, dots, dashes and underscores
   * @throws LedgerRefusedException if another run holds it, saying who, or the store fails
   * @throws InterruptedException while waiting; there is no claim then
   */
  public static Lease take(
      Store store, Holder self, Holder.Processes processes, String id, Patience patience)
      throws InterruptedException {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a name for a claim: '" + id + "'");
    }
    Claims claims = new Claims(store, self, processes, patience);
    Instant now = patience.now();
    Lease lease = new Lease(store, patience, claims, new Claim(id, self, now, now, 0));
    try {
      lease.take();
    } catch (IOException e) {
      throw LedgerRefusedException.because(
          "the ledger " + store.address("") + " can't be read or written", e);
    }
    return lease;
  }

  /** True if the run of this id holds the ledger, as far as it can be seen from anywhere. */
  public static boolean isHeld(Store store, String id) throws IOException {
    return Claims.names(store).contains(Claims.name(id));
  }

  private synchronized void take() throws IOException, InterruptedException {
    String obstacle = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        backOff(attempt);
      }
      Optional<String> alive = claims.removeDead(name());
      if (alive.isPresent()) {
        throw new LedgerRefusedException(alive.get());
      }
      Optional<String> met = claim();
      if (met.isEmpty()) {
        return;
      }
      obstacle = met.get();
    }
    throw new LedgerRefusedException(obstacle);
  }

  /** Writes the claim and looks who else did; empty if nobody, else there is no claim after. */
  private Optional<String> claim() throws IOException {
    boolean alone = false;
    try {
      Instant before = patience.now();
      own = new Claim(own.id(), own.holder(), before, before, 0);
      store.write(name(), own.bytes());
      Optional<String> obstacle = obstacle(before);
      alone = obstacle.isEmpty();
      return obstacle;
    } finally {
      if (!alone) {
        withdraw();
      }
    }
  }

  private Optional<String> obstacle(Instant before) throws IOException {
    List<String> names = Claims.names(store);
    Optional<String> rival = claims.rival(names, name());
    if (rival.isPresent()) {
      return rival;
    }
    return names.contains(name()) && !patience.isSince(before, WATCH)
        ? Optional.empty()
        : Optional.of(
            "the ledger "
                + store.address("")
                + " answers too slowly: others took this run for dead");
  }

  private void backOff(int attempt) throws InterruptedException {
    Duration most = SHORTEST_PAUSE.multipliedBy(1L << attempt);
    patience.pauseBetween(SHORTEST_PAUSE, most.compareTo(LONGEST_PAUSE) < 0 ? most : LONGEST_PAUSE);
  }

  /**
   * Says that this run is still alive. The claim of another run is no reason to end this one while
   * it was renewed in time, for then nobody took this run for dead: the other one came at the same
   * moment and is about to give way. One that renews its claim has taken the lease, though.
   *
   * @throws IOException if the store failed; the lease may still be held, so try again
   * @throws LedgerRefusedException if the lease is lost: its claim is gone, or another run has it.
   *     The claim may stay, so that nobody else comes before this run has ended: close the lease
   *     then
   */
  public synchronized void renew() throws IOException {
    if (released) {
      throw new IllegalStateException("the lease " + own.id() + " was given back");
    }
    List<String> names = Claims.names(store);
    refuseIf(claims.holdingRival(names, name()));
    refuseIfGone(names);
    Instant before = own.renewed();
    Claim renewed = own.renewedAt(patience.now());
    store.write(name(), renewed.bytes());
    own = renewed;
    if (patience.isSince(before, WATCH)) {
      // Another run may have deleted the claim, listed, and only then seen it come back.
      refuseIfReplaced();
    }
  }

  private void refuseIfReplaced() throws IOException {
    List<String> names = Claims.names(store);
    Optional<String> rival = claims.rival(names, name());
    if (rival.isPresent()) {
      withdraw();
    }
    refuseIf(rival);
    refuseIfGone(names);
  }

  private static void refuseIf(Optional<String> rival) {
    if (rival.isPresent()) {
      throw new LedgerRefusedException(TAKEN_FOR_DEAD + rival.get());
    }
  }

  private void refuseIfGone(List<String> names) throws IOException {
    if (!names.contains(name())) {
      refuseIf(claims.rival(names, name()));
      throw new LedgerRefusedException(
          TAKEN_FOR_DEAD + "its claim " + store.address(name()) + " is gone");
    }
  }

  private String name() {
    return Claims.name(own.id());
  }

  /** What can't be deleted now expires, as a dead run's does. */
  private void withdraw() {
    try {
      store.delete(List.of(name()));
    } catch (IOException ignored) {
      // It stays, unrenewed, and the next run takes this one for dead.
    }
  }

  /** Gives the lease back; again is fine. The claim may be left behind if this fails. */
  @Override
  public synchronized void close() throws IOException {
    released = true;
    store.delete(List.of(name()));
  }
}
