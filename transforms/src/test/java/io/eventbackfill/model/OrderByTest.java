package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Event.Who;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderByTest {

  @ParameterizedTest
  @CsvSource({
    "DEVICE_ID,    dev,  usr, 7, d:dev",
    "DEVICE_ID,    dev,     ,  , d:dev",
    "DEVICE_ID,       ,  usr, 7, u:usr",
    "USER_ID,      dev,  usr, 7, u:usr",
    "USER_ID,      dev,     , 7, d:dev",
    "USER_ID,         ,  usr,  , u:usr",
    "AMPLITUDE_ID, dev,  usr, 7, a:7",
    "AMPLITUDE_ID,    ,     , 7, a:7",
    "AMPLITUDE_ID, dev,  usr,  , d:dev",
    "AMPLITUDE_ID,    ,  usr,  , u:usr"
  })
  void keysFallBackToTheNextIdThereIs(
      OrderBy orderBy, String device, String user, String merged, String expected) {
    assertThat(orderBy.key(new Who(device, user, merged)), equalTo(expected));
  }

  @ParameterizedTest
  @EnumSource
  void anEventWithoutAnyIdHasNoKey(OrderBy orderBy) {
    assertThrows(IllegalArgumentException.class, () -> orderBy.key(new Who(null, null, null)));
  }

  @Test
  void aDeviceAndAUserOfOneNameDoNotMix() {
    assertThat(
        OrderBy.DEVICE_ID.key(new Who("x", null, null)),
        not(equalTo(OrderBy.DEVICE_ID.key(new Who(null, "x", null)))));
  }

  @ParameterizedTest
  @EnumSource
  void optionsNameTheirConstants(OrderBy orderBy) {
    assertThat(OrderBy.named(orderBy.option()), equalTo(Optional.of(orderBy)));
  }

  @Test
  void otherOptionsNameNone() {
    assertThat(OrderBy.named("DEVICE_ID"), equalTo(Optional.empty()));
    assertThat(OrderBy.named(""), equalTo(Optional.empty()));
  }

  /**
   * Written down, not computed: a ledger or a second worker that hashes otherwise would send one
   * device's events from two lanes.
   */
  @ParameterizedTest
  @CsvSource({
    "d:device-1,                               64, 55",
    "d:b2f6bf2c-1a5b-4a3c-9d1e-70f0a1d2c3b4,   64, 39",
    "u:jo@example.org,                         64, 29",
    "a:1263130950579,                          64, 4",
    "d:日本-😀,                                  64, 26",
    "'',                                       64, 0",
    "d:device-1,                                1, 0",
    "d:device-1,                                7, 2"
  })
  void lanesAreTheSameOnEveryMachine(String key, int lanes, int expected) {
    assertThat(OrderBy.lane(key, lanes), is(expected));
  }

  @Test
  void lanesGetRoughlyEqualShares() {
    int[] keys = new int[64];
    for (int i = 0; i < 64_000; i++) {
      keys[OrderBy.lane("d:device-" + i, 64)]++;
    }
    for (int share : keys) {
      assertThat(share, is(allOf(greaterThan(850), lessThan(1_150))));
    }
  }
}
