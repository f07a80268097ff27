package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;

class GeneratedTest {

  @Test
  void anOriginIsThatOfTheIdsAndNothingElse() {
    Origin origin = Generated.link(new Link("d", "u", 5));

    assertThat(origin, is(Generated.link(new Link("d", "u", 6))));
    assertThat(origin, not(Generated.link(new Link("u", "d", 5))));
    assertThat(origin, not(Generated.link(new Link("du", "", 5))));
    assertThat(origin.file(), is("generated:links"));
    assertThat("as earlier runs have said", origin.row(), is(6050316793963025L));
  }

  @Test
  void aUserAndADeviceOfOneNameHaveTwoProfiles() {
    Origin user = Generated.profile(Actor.user("x"));

    assertThat(user, not(Generated.profile(Actor.device("x"))));
    assertThat(user.file(), is("generated:profiles"));
  }

  @Test
  void aRowNumberStandsForNoWholeFileAndIsSafeInJson() {
    for (int i = 0; i < 10_000; i++) {
      long row = Generated.profile(Actor.user("u" + i)).row();
      assertThat(row, allOf(greaterThan(0L), lessThan(1L << 53)));
    }
  }

  @Test
  void rowsOfFilesAreNotGenerated() {
    assertThat(Generated.is(new Origin("generated.json", null, 1)), is(false));
    assertThat(Generated.is(Generated.link(new Link("d", "u", 5))), is(true));
    assertThat(Generated.is(Generated.profile(Actor.user("x"))), is(true));
  }
}
