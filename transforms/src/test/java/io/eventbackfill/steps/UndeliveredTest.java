package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.SetAside;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

/** What becomes of events that a vendor does not take. */
class UndeliveredTest extends EmulatedDelivery {

  @Test
  void whatIsRejectedOrDeferredIsSetAsideAndTheRestArrives() {
    amplitude.configure(
        AmplitudeSettings.defaults().withText("silencedDevices", "device-silenced"));
    amplitude.faults(FaultScript.parse("device device-busy: 429-quota"));
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (String device : List.of("device-fine", "device-silenced", "device-busy")) {
        EventTime time = new EventTime((T + i) * 1_000, 1L, 0);
        events.add(Given.event(device, time, device + i, new Origin(device, null, i + 1L)));
      }
    }

    DeliverLanes.Result delivered = deliver(events);

    Seen.assertFiles(
        delivered.account(),
        "device-busy read 0 {DAILY_QUOTA=20}{}",
        "device-fine read 0 {DELIVERED=20}{}",
        "device-silenced read 0 {SILENCED=20}{}");
    PAssert.that(delivered.aside()).satisfies(UndeliveredTest::sayWhatBecameOfThem);
    pipeline.run();
    assertThat(amplitude.statistics().arrivalOrder("device-fine"), hasSize(20));
    assertThat(amplitude.statistics().arrivalOrder("device-silenced"), empty());
    assertThat(amplitude.statistics().arrivalOrder("device-busy"), empty());
  }

  @Test
  void nothingIsSentOfAnInputThatMixesProjects() {
    Account mixed = new Account();
    mixed.seenProject("187520");
    mixed.seenProject("636686");
    deliver(List.of(event(1)), mixed, AmplitudeEmulator.DEFAULT_API_KEY);

    RuntimeException failure = assertThrows(RuntimeException.class, pipeline::run);

    assertThat(
        Seen.cause(failure, InputRefusedException.class).getMessage(),
        containsString("187520, 636686"));
    assertThat(amplitude.requests(), empty());
  }

  /** The account comes in parts, one of each bundle of the step before. */
  @Test
  void projectsOfDifferentPartsOfTheAccountAreAMixtureToo() {
    Account one = new Account();
    one.seenProject("187520");
    Account other = new Account();
    other.seenProject("636686");
    PCollection<Account> parts =
        pipeline.apply("Mapped", Create.of(one, other).withCoder(AccountCoder.of()));
    deliver(List.of(event(1)), parts, AmplitudeEmulator.DEFAULT_API_KEY);

    RuntimeException failure = assertThrows(RuntimeException.class, pipeline::run);

    assertThat(Seen.cause(failure, InputRefusedException.class), is(notNullValue()));
    assertThat(amplitude.requests(), empty());
  }

  @Test
  void aKeyTheVendorDoesNotKnowStopsTheJob() {
    deliver(List.of(event(1), event(2)), oneProject(), "ffffffffffffffffffffffffffffffff");

    RuntimeException failure = assertThrows(RuntimeException.class, pipeline::run);

    assertThat(Seen.cause(failure, StopJobException.class).getMessage(), containsString("API key"));
    assertThat(amplitude.stored(), empty());
  }

  @Test
  void withoutEventsNothingIsSent() {
    DeliverLanes.Result delivered = deliver(List.of());

    Seen.assertNothingIn(delivered.aside());
    Seen.assertFiles(delivered.account());
    pipeline.run();
    assertThat(amplitude.requests(), empty());
  }

  private static Void sayWhatBecameOfThem(Iterable<SetAside> records) {
    List<String> identities = new ArrayList<>();
    for (SetAside record : records) {
      identities.add(record.identity());
      assertThat(record.event(), is(notNullValue()));
      assertThat(record.row(), is(nullValue()));
      assertThat(record.identity(), equalTo(record.origin().file() + (record.origin().row() - 1)));
    }
    assertThat(identities, hasSize(40));
    return null;
  }
}
