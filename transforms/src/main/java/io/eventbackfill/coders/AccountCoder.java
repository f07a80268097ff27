package io.eventbackfill.coders;

import io.eventbackfill.model.Account;
import io.eventbackfill.model.Content;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.FileAccount;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.Span;
import io.eventbackfill.model.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * {@link Account}: files, notes, replies, projects, event times, upload times, timeline; maps as
 * counts.
 */
public final class AccountCoder extends RecordCoder<Account> {
  private static final long serialVersionUID = 1L;
  private static final AccountCoder INSTANCE = new AccountCoder();

  private AccountCoder() {
    super(3);
  }

  public static AccountCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Account account, OutputStream out) throws IOException {
    Wire.writeLong(account.files().size(), out);
    for (Map.Entry<String, FileAccount> file : account.files().entrySet()) {
      Wire.writeText(file.getKey(), out);
      Wire.writeLong(file.getValue().rowsRead(), out);
      writeCounts(file.getValue().reasons(), (r, to) -> Wire.writeText(r.name(), to), out);
      writeCounts(file.getValue().skipped(), (s, to) -> Wire.writeText(s.name(), to), out);
      Wire.writeOptional(file.getValue().content().orElse(null), AccountCoder::writeContent, out);
    }
    writeCounts(
        account.notes(),
        (noted, to) -> {
          Wire.writeText(noted.note().name(), to);
          Wire.writeText(noted.subject(), to);
        },
        out);
    writeCounts(account.replies(), Wire::writeText, out);
    Wire.writeLong(account.projects().size(), out);
    for (String project : account.projects()) {
      Wire.writeText(project, out);
    }
    writeSpan(account.eventTime(), out);
    writeSpan(account.uploadTime(), out);
    writeTimeline(account.timeline(), out);
  }

  @Override
  Account read(InputStream in) throws IOException {
    Account account = new Account();
    for (long files = Wire.readLong(in); files > 0; files--) {
      String file = Wire.readText(in);
      account.read(file, Wire.readLong(in));
      readCounts(
          from -> Reason.valueOf(Wire.readText(from)), (r, n) -> account.ended(file, r, n), in);
      readCounts(
          from -> SkippedFile.valueOf(Wire.readText(from)),
          (s, n) -> account.skipped(file, s, n),
          in);
      Content content = Wire.readOptional(AccountCoder::readContent, in);
      if (content != null) {
        account.content(file, content);
      }
    }
    readCounts(
        from -> Note.valueOf(Wire.readText(from)).about(Wire.readText(from)), account::noted, in);
    readCounts(Wire::readText, account::replied, in);
    for (long projects = Wire.readLong(in); projects > 0; projects--) {
      account.seenProject(Wire.readText(in));
    }
    readSpan(account::seenEventTime, in);
    readSpan(account::seenUploadTime, in);
    account.happened(readTimeline(in));
    return account;
  }

  /** Accounts are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }

  private static <K> void writeCounts(Map<K, Long> counts, Wire.Writer<K> writer, OutputStream out)
      throws IOException {
    Wire.writeLong(counts.size(), out);
    for (Map.Entry<K, Long> entry : counts.entrySet()) {
      writer.write(entry.getKey(), out);
      Wire.writeLong(entry.getValue(), out);
    }
  }

  private static <K> void readCounts(Wire.Reader<K> reader, BiConsumer<K, Long> to, InputStream in)
      throws IOException {
    for (long entries = Wire.readLong(in); entries > 0; entries--) {
      to.accept(reader.read(in), Wire.readLong(in));
    }
  }

  private static void writeContent(Content content, OutputStream out) throws IOException {
    Wire.writeLong(content.bytes(), out);
    Wire.writeLong(Integer.toUnsignedLong(content.crc32c()), out);
  }

  private static Content readContent(InputStream in) throws IOException {
    return new Content(Wire.readLong(in), (int) Wire.readLong(in));
  }

  private static void writeTimeline(Timeline timeline, OutputStream out) throws IOException {
    Wire.writeLong(timeline.doublings(), out);
    Wire.writeLong(timeline.steps().size(), out);
    for (Map.Entry<Long, Timeline.Step> step : timeline.steps().entrySet()) {
      Wire.writeLong(step.getKey(), out);
      writeCounts(step.getValue().events(), (d, to) -> Wire.writeText(d.name(), to), out);
      writeCounts(step.getValue().replies(), Wire::writeText, out);
      writeCounts(step.getValue().waited(), (w, to) -> Wire.writeText(w.name(), to), out);
    }
  }

  private static Timeline readTimeline(InputStream in) throws IOException {
    Timeline timeline = new Timeline();
    timeline.lengthenTo((int) Wire.readLong(in));
    for (long steps = Wire.readLong(in); steps > 0; steps--) {
      long at = Wire.readLong(in);
      readCounts(
          from -> Disposition.valueOf(Wire.readText(from)), (d, n) -> timeline.ended(at, d, n), in);
      readCounts(Wire::readText, (label, n) -> timeline.replied(at, label, n), in);
      readCounts(
          from -> Timeline.Wait.valueOf(Wire.readText(from)),
          (w, n) -> timeline.waited(at, w, n),
          in);
    }
    return timeline;
  }

  private static void writeSpan(Span span, OutputStream out) throws IOException {
    Wire.writeLong(span.min(), out);
    Wire.writeLong(span.max(), out);
  }

  private static void readSpan(LongConsumer seen, InputStream in) throws IOException {
    Span span = new Span(Wire.readLong(in), Wire.readLong(in));
    if (!span.isEmpty()) {
      seen.accept(span.min());
      seen.accept(span.max());
    }
  }
}
