package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
  private static final Holder ADA = new Holder("calc", 123, 4000, "boot pid:[1]", "ada", "resume");
  private static final Holder BOB = new Holder("desk", 77, 9000, "boot pid:[2]", "bob", "");

  private final MemoryStore store = new MemoryStore();
  private final PassingTime time = new PassingTime();

  /** Where no neighbour has died. */
  private Lease take(Holder self, String id) throws InterruptedException {
    return Lease.take(store, self, (pid, start) -> true, id, time.patience());
  }

  private String refused(Holder self, String id) {
    return assertThrows(LedgerRefusedException.class, () -> take(self, id)).getMessage();
  }

  private List<String> claims() {
    return store.list("").stream().map(Store.Item::name).toList();
  }

  private void renewUnchecked(Lease lease) {
    try {
      lease.renew();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLeaseIsAClaimThatSaysWhoHoldsTheLedger() throws Exception {
    try (Lease lease = take(ADA, "run-1")) {
      time.advance(Duration.ofSeconds(15));
      lease.renew();

      JsonNode claim = new ObjectMapper().readTree(store.read("lease/run-1.json"));
      String expected =
          "{'event_backfill_claim':1,'id':'run-1','holder':{'host':'calc','pid':123,"
              + "'process_start':4000,'namespace':'boot pid:[1]','user':'ada','command':'resume'},"
              + "'since':'2026-03-01T10:00:00Z','renewed':'2026-03-01T10:00:15Z','renewals':1}";
      assertThat(claim.toString().replace('"', '\''), equalTo(expected));
      assertThat(Lease.isHeld(store, "run-1"), is(true));
      assertThat(Lease.isHeld(store, "run-2"), is(false));
    }
    assertThat(claims(), is(empty()));
    assertThat(Lease.isHeld(store, "run-1"), is(false));
    assertThat(time.waits(), is(empty()));
  }

  @Test
  void aRefusedLeaseSaysWhoHoldsIt() throws Exception {
    Lease lease = take(ADA, "run-1");
    time.advance(Duration.ofSeconds(30));
    lease.renew();
    time.advance(Duration.ofMillis(12_900));

    assertThat(
        refused(BOB, "run-2"),
        equalTo(
            "another run holds the ledger memory:/: ada@calc, process 123 (resume), since"
                + " 2026-03-01T10:00:00Z, last sign of life 12 s ago; it ends when it is done, or by"
                + " SIGTERM. If it is dead, a new run of its user on its machine takes over at once,"
                + " any other one from 120 s after its last sign of life."));
    assertThat(claims(), contains("lease/run-1.json"));
    assertThat(time.waits(), is(empty()));

    lease.renew();
    lease.close();
    take(BOB, "run-2").close();
  }

  @Test
  void aSecondRunInTheSameProcessIsRefusedToo() throws Exception {
    take(ADA, "run-1");

    assertThat(refused(ADA, "run-2"), containsString("process 123"));
  }

  @Test
  void aNeighbourThatIsGoneIsTakenOverAtOnce() throws Exception {
    take(ADA, "run-1");
    Holder.Processes allButAda = (pid, start) -> !(pid == 123 && start == 4000);
    Holder next = new Holder("calc", 124, 5000, "boot pid:[1]", "ada", "");

    Lease lease = Lease.take(store, next, allButAda, "run-2", time.patience());

    lease.renew();
    assertThat(claims(), contains("lease/run-2.json"));
    assertThat(time.waits(), is(empty()));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "desk, boot pid:[1], ada",
    "calc, boot pid:[2], ada",
    "calc, reboot pid:[1], ada",
    "calc, boot pid:[1], bob",
    "calc, '', ada"
  })
  void whoIsNoNeighbourCannotTellThatAProcessIsGone(String host, String namespace, String user)
      throws Exception {
    take(ADA, "run-1");
    Holder next = new Holder(host, 124, 5000, namespace, user, "");

    assertThrows(
        LedgerRefusedException.class,
        () -> Lease.take(store, next, (pid, start) -> false, "run-2", time.patience()));
  }

  @Test
  void withoutANamespaceNobodyIsANeighbour() throws Exception {
    Holder unknown = new Holder("calc", 123, 0, "", "ada", "");
    take(unknown, "run-1");

    assertThrows(
        LedgerRefusedException.class,
        () -> Lease.take(store, unknown, (pid, start) -> false, "run-2", time.patience()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2M0.001S", "PT24H", "-PT2M0.001S", "-P3DT1H"})
  void aClaimThatIsFarFromNowIsWatchedAndTakenOverIfNothingMoves(Duration age) throws Exception {
    take(ADA, "run-1");
    time.advance(age);

    take(BOB, "run-2").renew();

    assertThat(time.waits(), contains(Lease.WATCH));
    assertThat(claims(), contains("lease/run-2.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT24H", "-PT24H"})
  void aHolderWithAnotherClockStaysTheHolder(Duration age) throws Exception {
    Lease lease = take(ADA, "run-1");
    time.advance(age);
    // As on its own machine, where the clock stands.
    time.atNextWait(
        () -> {
          time.advance(age.negated());
          renewUnchecked(lease);
          time.advance(age);
        });

    String refusal = refused(BOB, "run-2");

    String sign = age.isNegative() ? "86400 s ahead of this machine's clock" : "86440 s ago";
    assertThat(refusal.replace("86360", "86400"), containsString("last sign of life " + sign));
    assertThat(claims(), contains("lease/run-1.json"));
    lease.renew();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2M", "-PT2M"})
  void aClaimThatIsNotThatFarFromNowIsAlive(Duration age) throws Exception {
    take(ADA, "run-1");
    time.advance(age);

    assertThat(refused(BOB, "run-2"), containsString("ada@calc"));
    assertThat(time.waits(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"event_backfill_claim\":2}",
        "{\"event_backfill_claim\":1}"
      })
  void anUnreadableClaimIsWatchedAndTakenOverIfNothingMoves(String content) throws Exception {
    store.write("lease/odd.json", content.getBytes(StandardCharsets.UTF_8));

    take(BOB, "run-2").renew();

    assertThat(time.waits(), contains(Lease.WATCH));
    assertThat(claims(), contains("lease/run-2.json"));
  }

  @Test
  void anUnreadableClaimThatMovesIsAlive() throws Exception {
    store.write("lease/odd.json", new byte[] {1});
    time.atNextWait(
        () -> {
          try {
            store.write("lease/odd.json", new byte[] {2});
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    assertThat(
        refused(BOB, "run-2"), containsString("its claim memory:/lease/odd.json can't be read"));
    assertThat(claims(), contains("lease/odd.json"));
  }

  @Test
  void aWatchThatIsCutShortProvesNothing() throws Exception {
    take(ADA, "run-1");
    time.advance(Duration.ofHours(1));
    time.stop();

    assertThat(refused(BOB, "run-2"), containsString("this run was asked to stop"));
    assertThat(claims(), contains("lease/run-1.json"));
  }

  @Test
  void aClaimThatIsGoneAfterTheWatchIsNoHindrance() throws Exception {
    Lease lease = take(ADA, "run-1");
    time.advance(Duration.ofHours(1));
    time.atNextWait(
        () -> {
          try {
            lease.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    take(BOB, "run-2").renew();
  }

  @Test
  void otherObjectsAreNoClaims() throws Exception {
    store.write("lease/.note", new byte[0]);
    store.write("runs/lease/a.json", new byte[0]);

    take(ADA, "run-1").close();

    assertThat(claims(), contains("lease/.note", "runs/lease/a.json"));
    assertThat(time.waits(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../a", "a/b", "a b", ".a", "*"})
  void anIdThatIsNoNameIsRefused(String id) {
    assertThrows(IllegalArgumentException.class, () -> take(ADA, id));
  }

  @Test
  void oneThatIsInterruptedWhileItWatchesLeavesNoClaim() throws Exception {
    take(ADA, "run-1");
    time.advance(Duration.ofHours(1));
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> take(BOB, "run-2"));
    assertThat(claims(), contains("lease/run-1.json"));
  }
}
