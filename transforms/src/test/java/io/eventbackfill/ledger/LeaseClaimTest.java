package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes between a run and the lease after it has written its claim. */
class LeaseClaimTest {
  private static final Holder ADA = new Holder("calc", 123, 4000, "boot pid:[1]", "ada", "");
  private static final Holder BOB = new Holder("desk", 77, 9000, "boot pid:[2]", "bob", "");

  private final MemoryStore store = new MemoryStore();
  private final PassingTime time = new PassingTime();

  private Lease take(Store from, Holder self, String id) throws InterruptedException {
    return Lease.take(from, self, (pid, start) -> true, id, time.patience());
  }

  private List<String> claims() {
    return store.list("").stream().map(Store.Item::name).toList();
  }

  @Test
  void oneThatMeetsAnotherGivesWayEachTimeAndLeavesNoClaim() throws Exception {
    AtomicInteger claimed = new AtomicInteger();
    Store meeting =
        new HookedStore(
            store,
            step -> {
              if (step.equals("create")) {
                claimed.incrementAndGet();
                store.write("lease/other.json", new Claim("other", BOB, now(), now(), 0).bytes());
              }
            });
    for (int attempt = 0; attempt < 5; attempt++) {
      time.atNextWait(() -> store.delete(List.of("lease/other.json")));
    }

    LedgerRefusedException refused =
        assertThrows(LedgerRefusedException.class, () -> take(meeting, ADA, "run-1"));

    assertThat(refused.getMessage(), containsString("bob@desk, process 77, since"));
    assertThat(claimed.get(), is(5));
    assertThat(claims(), contains("lease/other.json"));
    assertThat(time.waits(), hasSize(4));
    assertThat(
        time.waits(),
        everyItem(
            allOf(
                greaterThanOrEqualTo(Duration.ofMillis(200)),
                lessThanOrEqualTo(Duration.ofSeconds(2)))));
  }

  private Instant now() {
    return time.instant();
  }

  @Test
  void oneWhoseFreshClaimWasTakenForDeadDoesNotHaveTheLease() throws Exception {
    AtomicInteger lists = new AtomicInteger();
    Store removing =
        new HookedStore(
            store,
            step -> {
              if (step.equals("list") && lists.incrementAndGet() == 2) {
                store.delete(List.of("lease/run-1.json"));
              }
            });

    Lease lease = take(removing, ADA, "run-1");

    assertThat(lists.get(), is(4));
    assertThat(Lease.isHeld(store, "run-1"), is(true));
    lease.renew();
  }

  @Test
  void aStoreThatIsTooSlowForALeaseIsRefused() {
    Store slow = new HookedStore(store, step -> time.advance(Duration.ofSeconds(50)));

    LedgerRefusedException refused =
        assertThrows(LedgerRefusedException.class, () -> take(slow, ADA, "run-1"));

    assertThat(refused.getMessage(), containsString("memory:/ answers too slowly"));
    assertThat(claims(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create"})
  void aStoreThatFailsIsRefusedWithItsReasonAndNoClaimIsLeft(String failing) {
    AtomicInteger steps = new AtomicInteger();
    Store broken =
        new HookedStore(
            store,
            step -> {
              boolean first = step.equals("list") && steps.incrementAndGet() == 1;
              if (step.equals(failing) && !first) {
                throw new IOException("no route to host");
              }
            });

    LedgerRefusedException refused =
        assertThrows(LedgerRefusedException.class, () -> take(broken, ADA, "run-1"));

    assertThat(
        refused.getMessage(),
        equalTo("the ledger memory:/ can't be read or written: no route to host"));
    assertThat(claims(), is(empty()));
  }
}
