package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemberNamesTest {

  @Test
  void aLaterMemberOfANameHasANumberThatNobodyElseHas() {
    MemberNames names = new MemberNames();

    assertThat(
        Stream.of("a", "a (2)", "a", "b", "a", "a (2)", "b").map(names::distinct).toList(),
        contains("a", "a (2)", "a (3)", "b", "a (4)", "a (2) (2)", "b (2)"));
  }

  @Test
  void aHundredThousandMembersOfOneNameAreToldApart() {
    MemberNames names = new MemberNames();
    Set<String> distinct = new HashSet<>();

    for (int i = 0; i < 100_000; i++) {
      distinct.add(names.distinct("a"));
    }

    assertThat(distinct, hasSize(100_000));
  }
}
