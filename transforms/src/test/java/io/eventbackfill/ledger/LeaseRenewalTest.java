package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseRenewalTest {
  private static final Holder ADA = new Holder("calc", 123, 4000, "boot pid:[1]", "ada", "");
  private static final Holder BOB = new Holder("desk", 77, 9000, "boot pid:[2]", "bob", "");

  private final MemoryStore store = new MemoryStore();
  private final PassingTime time = new PassingTime();

  private Lease take(Store from, Holder self, String id) throws InterruptedException {
    return Lease.take(from, self, (pid, start) -> true, id, time.patience());
  }

  private static String lost(Lease lease) {
    return assertThrows(LedgerRefusedException.class, lease::renew).getMessage();
  }

  private List<String> claims() {
    return store.list("").stream().map(Store.Item::name).toList();
  }

  private void writeBobsClaim(int renewals) throws IOException {
    Claim claim = new Claim("bobs", BOB, time.instant(), time.instant(), renewals);
    store.write("lease/bobs.json", claim.bytes());
  }

  /** A store where something happens before the first renewal is written. */
  private Store atFirstRenewal(HookedStore.Hook what) {
    AtomicInteger creates = new AtomicInteger();
    return new HookedStore(
        store,
        step -> {
          if (step.equals("create") && creates.incrementAndGet() == 2) {
            what.before(step);
          }
        });
  }

  private void takeAsBob() {
    try {
      assertThat(Lease.isHeld(store, "bobs"), is(false));
      take(store, BOB, "bobs").renew();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRenewalThatFailsLosesNothing() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    store.failWrites("disk full");
    assertThrows(IOException.class, lease::renew);

    store.failWrites(null);
    lease.renew();
  }

  @Test
  void aLeaseWhoseClaimIsGoneIsLostAndStaysLost() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    store.delete(List.of("lease/run-1.json"));

    assertThat(
        lost(lease),
        equalTo("this run was taken for dead: its claim memory:/lease/run-1.json is gone"));
    takeAsBob();
    assertThat(
        lost(lease),
        containsString("taken for dead: another run holds the ledger memory:/: bob@desk"));
    assertThat(claims(), contains("lease/bobs.json"));
  }

  @Test
  void aLeaseThatAnotherRunTookOverWhileItWasRenewedIsLostAndLeftToThatOne() throws Exception {
    Store asleep =
        atFirstRenewal(
            step -> {
              time.advance(Duration.ofHours(1));
              takeAsBob();
            });
    Lease lease = take(asleep, ADA, "run-1");

    assertThat(lost(lease), containsString("this run was taken for dead: another run holds"));
    assertThat(claims(), contains("lease/bobs.json"));
  }

  @Test
  void aClaimThatIsDeletedBehindALateRenewalIsLost() throws Exception {
    AtomicInteger lists = new AtomicInteger();
    Store deleting =
        new HookedStore(
            store,
            step -> {
              if (step.equals("list") && lists.incrementAndGet() == 4) {
                store.delete(List.of("lease/run-1.json"));
              }
            });
    Lease lease = take(deleting, ADA, "run-1");
    time.advance(Lease.WATCH);

    assertThat(lost(lease), containsString("its claim memory:/lease/run-1.json is gone"));
  }

  @Test
  void aLateRenewalIsFineIfNobodyMindedTheDelay() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    time.advance(Duration.ofHours(1));

    lease.renew();

    assertThat(claims(), contains("lease/run-1.json"));
  }

  @Test
  void oneThatIsAboutToGiveWayDoesNotEndARun() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    writeBobsClaim(0);
    time.advance(Lease.WATCH.minusMillis(1));

    lease.renew();

    assertThat(claims(), containsInAnyOrder("lease/bobs.json", "lease/run-1.json"));
  }

  @Test
  void afterALateRenewalAnyOtherClaimEndsTheLease() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    writeBobsClaim(0);
    time.advance(Lease.WATCH);

    assertThat(lost(lease), containsString("bob@desk"));
    assertThat(claims(), contains("lease/bobs.json"));
  }

  @Test
  void oneThatRenewsItsClaimToo_endsTheLeaseOfWhoSeesItFirst() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    writeBobsClaim(1);
    byte[] before = store.read("lease/run-1.json");

    assertThat(lost(lease), containsString("bob@desk"));
    assertThat("nobody else may come yet", store.read("lease/run-1.json"), is(before));
    lease.close();
    assertThat(claims(), contains("lease/bobs.json"));
  }

  @Test
  void aLeaseMayBeGivenBackTwiceButNotRenewedAfter() throws Exception {
    Lease lease = take(store, ADA, "run-1");
    lease.close();
    lease.close();

    assertThrows(IllegalStateException.class, lease::renew);
    assertThat(claims(), is(empty()));
  }
}
