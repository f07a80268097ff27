package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NoteTest {

  @Test
  void notesAreTheSameIfTheirSubjectsAre() {
    assertThat(Note.UNKNOWN_KEY.about("k"), equalTo(new Noted(Note.UNKNOWN_KEY, "k")));
    assertThat(Note.SAMPLED.plain(), equalTo(new Noted(Note.SAMPLED, "")));
  }

  @Test
  void notesAreSortedByNoteThenBySubject() {
    Noted plain = Note.UNKNOWN_KEY.plain();
    Noted a = Note.UNKNOWN_KEY.about("a");
    Noted b = Note.UNKNOWN_KEY.about("b");
    Noted earlier = Note.ID_DROPPED.about("z");

    assertThat(
        List.copyOf(new TreeSet<>(List.of(b, a, plain, earlier))),
        equalTo(List.of(earlier, plain, a, b)));
    assertThat(a.compareTo(b), is(lessThan(0)));
  }
}
