package io.eventbackfill.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Account;
import io.eventbackfill.model.Content;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.Timeline;
import io.eventbackfill.model.Timeline.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.junit.jupiter.api.Test;

class AccountCoderTest extends CoderContract<Account> {

  @Override
  Coder<Account> coder() {
    return AccountCoder.of();
  }

  /** 2: the content of files; 3: the timeline. */
  @Override
  int version() {
    return 3;
  }

  @Override
  List<Account> values() {
    List<Account> values = new ArrayList<>();
    values.add(account(AccountCoderTest::all));
    values.add(new Account());
    values.add(account(a -> a.read("f", 0)));
    values.add(account(a -> a.read("", Long.MAX_VALUE)));
    values.add(account(a -> a.ended("日本/😀", Reason.DELIVERED, 1)));
    values.add(account(a -> a.skipped("f", SkippedFile.MERGED_IDS, 2)));
    values.add(account(a -> a.content("f", new Content(0, 0))));
    values.add(account(a -> a.content("f", new Content(0, -1))));
    values.add(account(a -> a.content("f", new Content(Long.MAX_VALUE, Integer.MIN_VALUE))));
    values.add(account(a -> a.replied("timeout", 3)));
    values.add(account(a -> a.seenProject("636686")));
    values.add(account(a -> a.seenEventTime(-62_135_596_800_000L)));
    values.add(account(a -> a.seenUploadTime(-62_135_596_800_000L)));
    values.add(account(a -> a.noted(Note.UNKNOWN_KEY.about("ключ"), 4)));
    values.add(account(AccountCoderTest::fillUp));
    values.add(account(AccountCoderTest::takeLong));
    return values;
  }

  @Override
  Object comparable(Account account) {
    List<Object> files = new ArrayList<>();
    account
        .files()
        .forEach(
            (name, file) ->
                files.add(
                    List.of(
                        name, file.rowsRead(), file.reasons(), file.skipped(), file.content())));
    return List.of(
        files,
        account.notes(),
        account.replies(),
        account.projects(),
        account.eventTime(),
        account.uploadTime(),
        timeline(account.timeline()));
  }

  private static List<Object> timeline(Timeline timeline) {
    List<Object> steps = new ArrayList<>();
    steps.add(timeline.doublings());
    timeline
        .steps()
        .forEach(
            (at, step) -> steps.add(List.of(at, step.events(), step.replies(), step.waited())));
    return steps;
  }

  @Test
  void accountsCanChangeSoOnlyTheirBytesAreCompared() {
    assertThat(coder().consistentWithEquals(), is(false));
  }

  private static Account account(Consumer<Account> entries) {
    Account account = new Account();
    entries.accept(account);
    return account;
  }

  private static void all(Account account) {
    long rows = 1;
    for (Reason reason : Reason.values()) {
      account.read("exports/a.zip", rows);
      account.ended("exports/a.zip", reason, rows++);
    }
    for (Note note : Note.values()) {
      account.noted(note.about("device_id"), rows++);
      account.noted(note.plain(), rows++);
    }
    account.skipped("exports/complete", SkippedFile.COMPLETE_MARKER, 1);
    account.content("exports/a.zip", new Content(4096, 0xe3069283));
    account.replied("200", 12);
    account.replied("429", 1);
    account.seenProject("1");
    account.seenProject("2");
    account.seenEventTime(5);
    account.seenEventTime(-5);
    account.seenUploadTime(9);
  }

  /** Steps of 4 s whose beginnings alone would do with 2 s. */
  private static void takeLong(Account account) {
    Timeline timeline = new Timeline();
    timeline.ended(-1, Disposition.ACCEPTED, 1_000);
    timeline.replied(397_999, "200", 2);
    timeline.replied(399_000, "429", 1);
    timeline.waited(399_000, Wait.PACED, 1L << 40);
    timeline.waited(5, Wait.OUTAGE, 1);
    account.happened(timeline);
  }

  /** As many subjects as an account keeps, and more. */
  private static void fillUp(Account account) {
    for (int i = 0; i < 1_500; i++) {
      account.noted(Note.ID_DROPPED.about("key" + i), 1);
      account.noted(Note.UNKNOWN_KEY.about("key" + i), 1);
      account.seenProject("project" + i);
    }
    account.noted(Note.SAMPLED.plain(), 1);
  }
}
