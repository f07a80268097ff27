package io.eventbackfill.persons;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Merge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergesTest {

  @Test
  void chainsAreFollowedToTheirEnd() {
    MergedPersons persons = persons(merge("a", "b", 3), merge("b", "c", 1), merge("c", "d", 2));

    assertThat(persons.ends(), equalTo(Map.of("a", "d", "b", "d", "c", "d")));
    assertThat(persons.end("d"), is("d"));
    assertThat(persons.isMerged("d"), is(false));
    assertThat(persons.knows("d"), is(true));
    assertThat(persons.isMerged("b"), is(true));
    assertThat(persons.end("x"), is("x"));
    assertThat(persons.knows("x"), is(false));
  }

  @Test
  void ofRecordsThatContradictEachOtherTheEarliestCounts() {
    assertThat(persons(merge("a", "c", 2), merge("a", "d", 1)).end("a"), is("d"));
    assertThat(persons(merge("a", "d", 2), merge("a", "c", 2)).end("a"), is("c"));
    assertThat(persons(merge("a", "b", Merge.UNKNOWN_TIME), merge("a", "c", 9)).end("a"), is("c"));
  }

  @Test
  void aCircleEndsInItsSmallestId() {
    MergedPersons persons =
        persons(merge("c", "b", 1), merge("b", "d", 1), merge("d", "c", 1), merge("x", "d", 1));

    assertThat(persons.ends(), equalTo(Map.of("b", "b", "c", "b", "d", "b", "x", "b")));
  }

  @Test
  void whoBecameItselfWasNotMerged() {
    assertThat(persons(merge("a", "a", 1)).ends(), equalTo(Map.of()));
  }

  @Test
  void aLongChainIsNotWalkedAgainForEachOfItsMembers() {
    int length = 200_000;
    Merges merges = new Merges();
    for (int i = 0; i < length; i++) {
      merges.add(merge("p" + i, "p" + (i + 1), 1));
    }

    assertThat(merges.persons().end("p0"), is("p" + length));
    assertThat(merges.persons().end("p" + (length - 1)), is("p" + length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderAndGroupingOfRecordsDoNotMatter(long seed) {
    Random random = new Random(seed);
    List<Merge> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      records.add(merge("p" + random.nextInt(20), "p" + random.nextInt(20), random.nextInt(4)));
    }
    MergedPersons expected = persons(records.toArray(Merge[]::new));

    for (int round = 0; round < 20; round++) {
      Collections.shuffle(records, random);
      Merges whole = new Merges();
      int cut = random.nextInt(records.size());
      whole.merge(merges(records.subList(cut, records.size())));
      whole.merge(merges(records.subList(0, cut)));
      assertThat(whole.persons().ends(), equalTo(expected.ends()));
    }
  }

  private static Merge merge(String from, String into, long micros) {
    return new Merge(from, into, micros);
  }

  private static MergedPersons persons(Merge... records) {
    return merges(List.of(records)).persons();
  }

  private static Merges merges(List<Merge> records) {
    Merges merges = new Merges();
    records.forEach(merges::add);
    return merges;
  }
}
