package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

  @Test
  void anAccountIsEmptyUntilSomethingIsEntered() {
    List<Consumer<Account>> entries =
        List.of(
            a -> a.read("f", 1),
            a -> a.ended("f", Reason.DELIVERED, 1),
            a -> a.skipped("f", SkippedFile.MERGED_IDS, 1),
            a -> a.content("f", new Content(0, 0)),
            a -> a.noted(Note.SAMPLED.plain(), 1),
            a -> a.replied("200", 1),
            a -> a.seenProject("1"),
            a -> a.seenEventTime(0),
            a -> a.seenUploadTime(0),
            a -> a.happened(at(0)));

    assertThat(new Account().isEmpty(), is(true));
    for (Consumer<Account> entry : entries) {
      Account account = new Account();
      entry.accept(account);
      assertThat(account.isEmpty(), is(false));
    }
  }

  @Test
  void addsUpOnlyIfEveryRowOfEveryFileEndedOnce() {
    Account account = new Account();
    assertThat(account.addsUp(), is(true));

    account.read("a", 3);
    account.read("b", 1);
    account.ended("a", Reason.DELIVERED, 2);
    account.ended("a", Reason.DUPLICATE, 1);
    assertThat(account.addsUp(), is(false));

    account.ended("b", Reason.INVALID_JSON, 1);
    assertThat(account.addsUp(), is(true));
  }

  @Test
  void oneFilesSurplusDoesNotHideAnothersLoss() {
    Account account = new Account();
    account.read("a", 1);
    account.read("b", 1);
    account.ended("a", Reason.DELIVERED, 2);

    assertThat(account.rowsRead(), is(2L));
    assertThat(account.addsUp(), is(false));
  }

  @Test
  void countsRowsByReasonAndByDisposition() {
    Account account = new Account();
    account.read("a", 5);
    account.read("b", 2);
    account.ended("a", Reason.DELIVERED, 2);
    account.ended("b", Reason.DELIVERED, 1);
    account.ended("a", Reason.DAILY_QUOTA, 1);
    account.ended("a", Reason.GAVE_UP, 2);
    account.ended("b", Reason.BLANK_LINE, 1);

    assertThat(account.rowsRead(), is(7L));
    assertThat(account.rows(Disposition.ACCEPTED), is(3L));
    assertThat(account.rows(Disposition.DEFERRED), is(3L));
    assertThat(account.rows(Disposition.SKIPPED), is(1L));
    assertThat(account.rows(Disposition.REJECTED), is(0L));
    assertThat(
        account.reasons(),
        equalTo(
            Map.of(
                Reason.DELIVERED, 3L,
                Reason.DAILY_QUOTA, 1L,
                Reason.GAVE_UP, 2L,
                Reason.BLANK_LINE, 1L)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void partsAddUpToTheSameWholeInAnyOrderAndGrouping(long seed) {
    Random random = new Random(seed);
    List<Consumer<Account>> entries = entries(random, 300, 40);

    String expected = text(inOneGo(entries));

    for (int i = 0; i < 10; i++) {
      Collections.shuffle(entries, random);
      assertThat(text(inParts(entries, random)), equalTo(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void evenMoreSubjectsThanAreKeptAddUpTheSameWayInAnyOrderAndGrouping(long seed) {
    Random random = new Random(seed);
    List<Consumer<Account>> entries = entries(random, 20_000, 9_000);

    Account whole = inOneGo(entries);
    assertThat(whole.notes(), hasKey(Note.UNKNOWN_KEY.about("(others)")));

    for (int i = 0; i < 4; i++) {
      Collections.shuffle(entries, random);
      assertThat(text(inParts(entries, random)), equalTo(text(whole)));
    }
  }

  @Test
  void aHostileExportDoesNotMakeTheAccountGrow() {
    Account account = new Account();
    for (int i = 0; i < 5_000; i++) {
      account.noted(Note.UNKNOWN_KEY.about("key" + i), 2);
      account.noted(Note.FIELD_DROPPED.about("key" + i), 3);
      account.seenProject("project" + i);
    }

    assertThat(account.notes().size(), is(1_000 + 2));
    assertThat(account.projects().size(), lessThanOrEqualTo(1_000));
    assertThat(rows(account, Note.UNKNOWN_KEY), is(10_000L));
    assertThat(rows(account, Note.FIELD_DROPPED), is(15_000L));
  }

  @Test
  void notesAboutAWholeEventAreCountedHoweverManySubjectsThereAre() {
    Account account = new Account();
    for (int i = 0; i < 2_000; i++) {
      account.noted(Note.UNKNOWN_KEY.about("key" + i), 1);
    }
    account.noted(Note.SAMPLED.plain(), 7);

    assertThat(account.notes().get(Note.SAMPLED.plain()), is(7L));
  }

  @Test
  void aFilesContentIsKnownOnceAnyPartKnowsIt() {
    Content content = new Content(9, 0xe3069283);
    Account reading = new Account();
    reading.content("a", content);
    Account sending = new Account();
    sending.ended("a", Reason.DELIVERED, 1);
    sending.ended("b", Reason.DELIVERED, 1);

    sending.add(reading);
    reading.add(new Account());

    assertThat(sending.files().get("a").content(), equalTo(Optional.of(content)));
    assertThat(sending.files().get("b").content(), equalTo(Optional.empty()));
    assertThat(reading.files().get("a").content(), equalTo(Optional.of(content)));
  }

  @Test
  void aFileCanNotHaveHeldTwoThings() {
    Account account = new Account();
    account.content("a", new Content(9, 1));
    account.content("a", new Content(9, 1));
    account.content("b", new Content(9, 2));
    Account other = new Account();
    other.content("a", new Content(9, 2));

    assertThrows(IllegalStateException.class, () -> account.content("a", new Content(8, 1)));
    assertThrows(IllegalStateException.class, () -> account.add(other));
  }

  @Test
  void spansHoldTheirEnds() {
    Account account = new Account();
    account.seenEventTime(5);
    account.seenEventTime(-3);
    account.seenUploadTime(9);

    assertThat(account.eventTime(), equalTo(new Span(-3, 5)));
    assertThat(account.uploadTime(), equalTo(new Span(9, 9)));
    assertThat(Span.EMPTY.with(Span.EMPTY).isEmpty(), is(true));
    assertThat(Span.EMPTY.with(new Span(1, 2)), equalTo(new Span(1, 2)));
  }

  @Test
  void whatIsHandedOutCannotBeChanged() {
    Account account = new Account();
    account.read("a", 1);
    account.ended("a", Reason.DELIVERED, 1);

    assertThrows(UnsupportedOperationException.class, () -> account.files().clear());
    assertThrows(UnsupportedOperationException.class, () -> account.notes().clear());
    assertThrows(UnsupportedOperationException.class, () -> account.replies().clear());
    assertThrows(UnsupportedOperationException.class, () -> account.projects().clear());
    account.timeline().ended(0, Disposition.ACCEPTED, 1);
    assertThat("it was a copy", account.timeline().isEmpty(), is(true));
    assertThrows(
        UnsupportedOperationException.class, () -> account.files().get("a").reasons().clear());
  }

  private static long rows(Account account, Note note) {
    return account.notes().entrySet().stream()
        .filter(entry -> entry.getKey().note() == note)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Account inOneGo(List<Consumer<Account>> entries) {
    Account account = new Account();
    entries.forEach(entry -> entry.accept(account));
    return account;
  }

  /** Random parts, added up two random ones at a time. */
  private static Account inParts(List<Consumer<Account>> entries, Random random) {
    List<Account> parts = new ArrayList<>();
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + random.nextInt(entries.size()));
      parts.add(inOneGo(entries.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      Account part = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).add(part);
    }
    return parts.get(0);
  }

  private static List<Consumer<Account>> entries(Random random, int count, int names) {
    List<Consumer<Account>> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(random, "name" + random.nextInt(names), 1 + random.nextInt(5)));
    }
    return entries;
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static Consumer<Account> entry(Random random, String name, long n) {
    Reason reason = any(List.of(Reason.values()), random);
    Note note = any(List.of(Note.values()), random);
    return switch (random.nextInt(11)) {
      case 0 -> a -> a.read(name, n);
      case 1 -> a -> a.ended(name, reason, n);
      case 2 -> a -> a.skipped(name, SkippedFile.COMPLETE_MARKER, n);
      case 3 -> a -> a.noted(note.plain(), n);
      case 4 -> a -> a.replied(name, n);
      case 5 -> a -> a.seenProject(name);
      case 6 -> a -> a.seenEventTime(n - 3);
      case 7 -> a -> a.seenUploadTime(n);
      case 9 -> a -> a.happened(at(n * name.hashCode()));
      case 8 -> a -> a.content(name, new Content(name.length(), name.hashCode()));
      default -> a -> a.noted(note.about(name), n);
    };
  }

  private static Timeline at(long millis) {
    Timeline timeline = new Timeline();
    timeline.ended(millis, Disposition.ACCEPTED, 1);
    return timeline;
  }

  /** Everything an account tells, in words. */
  private static String text(Account account) {
    StringBuilder text = new StringBuilder();
    account
        .files()
        .forEach(
            (name, file) ->
                text.append(name)
                    .append(" read ")
                    .append(file.rowsRead())
                    .append(file.reasons())
                    .append(file.skipped())
                    .append(file.content())
                    .append('\n'));
    return text.append(account.notes())
        .append(account.replies())
        .append(account.projects())
        .append(account.eventTime())
        .append(account.uploadTime())
        .append(TimelineTest.text(account.timeline()))
        .toString();
  }
}
