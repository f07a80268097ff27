package io.eventbackfill.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of every row, and what happened on the way. Parts add up to a whole in any order and
 * grouping. Mutable and not thread-safe.
 */
public final class Account implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A row of a hostile export may hold any number of new keys; the account stays small. The
   * smallest names are kept, since those are the same ones whatever is added first.
   */
  private static final int MAX_SUBJECTS = 1000;

  private static final String OTHER_SUBJECTS = "(others)";

  private final SortedMap<String, FileAccount> files = new TreeMap<>();
  private final SortedMap<Noted, Long> notes = new TreeMap<>();
  private final SortedMap<String, Long> replies = new TreeMap<>();
  private final SortedSet<String> projects = new TreeSet<>();
  private final SortedSet<Noted> subjects = new TreeSet<>();
  private final Timeline timeline = new Timeline();
  private Span eventTime = Span.EMPTY;
  private Span uploadTime = Span.EMPTY;

  /** A row was read from this file. */
  public void read(String file, long rows) {
    file(file).read(rows);
  }

  /** Rows of this file ended for this reason. */
  public void ended(String file, Reason reason, long rows) {
    file(file).ended(reason, rows);
  }

  /** This file, or a member of it, was left out. */
  public void skipped(String file, SkippedFile why, long times) {
    file(file).skipped(why, times);
  }

  /**
   * This file was read and held this.
   *
   * @throws IllegalStateException if it is known to have held something else
   */
  public void content(String file, Content content) {
    file(file).content(content);
  }

  /** Something was noted of this many rows. */
  public void noted(Noted noted, long rows) {
    notes.merge(noted, rows, Long::sum);
    if (isBounded(noted) && subjects.add(noted) && subjects.size() > MAX_SUBJECTS) {
      Noted largest = subjects.last();
      subjects.remove(largest);
      Long itsRows = notes.remove(largest);
      notes.merge(largest.note().about(OTHER_SUBJECTS), itsRows == null ? 0 : itsRows, Long::sum);
    }
  }

  /** Requests were answered like this. */
  public void replied(String label, long requests) {
    replies.merge(label, requests, Long::sum);
  }

  /** An event of this project will be sent. */
  public void seenProject(String project) {
    if (projects.add(project) && projects.size() > MAX_SUBJECTS) {
      projects.remove(projects.last());
    }
  }

  /** An event of this time will be sent. */
  public void seenEventTime(long millis) {
    eventTime = eventTime.with(millis);
  }

  /** The destination stored events at this time. */
  public void seenUploadTime(long millis) {
    uploadTime = uploadTime.with(millis);
  }

  /** This happened on the way. */
  public void happened(Timeline part) {
    timeline.add(part);
  }

  /**
   * Adds another account to this one.
   *
   * @throws IllegalStateException if both know a file's content, and not the same
   */
  public void add(Account other) {
    other.files.forEach((name, theirs) -> file(name).add(theirs));
    other.notes.forEach(this::noted);
    other.replies.forEach(this::replied);
    other.projects.forEach(this::seenProject);
    eventTime = eventTime.with(other.eventTime);
    uploadTime = uploadTime.with(other.uploadTime);
    timeline.add(other.timeline);
  }

  /** True if nothing was ever entered. */
  public boolean isEmpty() {
    return files.isEmpty()
        && notes.isEmpty()
        && replies.isEmpty()
        && projects.isEmpty()
        && eventTime.isEmpty()
        && uploadTime.isEmpty()
        && timeline.isEmpty();
  }

  /** The accounts of single files, by name. */
  public SortedMap<String, FileAccount> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /** What was noted, with the number of rows. */
  public SortedMap<Noted, Long> notes() {
    return Collections.unmodifiableSortedMap(notes);
  }

  /** Requests by HTTP status, or by a word for what failed. */
  public SortedMap<String, Long> replies() {
    return Collections.unmodifiableSortedMap(replies);
  }

  /** The projects that the events sent are of. */
  public Set<String> projects() {
    return Collections.unmodifiableSortedSet(projects);
  }

  /** The times of the events sent, in milliseconds. */
  public Span eventTime() {
    return eventTime;
  }

  /** The destination's upload times: the only handle for undoing a load. */
  public Span uploadTime() {
    return uploadTime;
  }

  /** A copy of what happened when, as far as events were sent. */
  public Timeline timeline() {
    Timeline copy = new Timeline();
    copy.add(timeline);
    return copy;
  }

  /** All rows read. */
  public long rowsRead() {
    return files.values().stream().mapToLong(FileAccount::rowsRead).sum();
  }

  /** Rows by reason, over all files. */
  public Map<Reason, Long> reasons() {
    Map<Reason, Long> sums = new EnumMap<>(Reason.class);
    files.values().forEach(f -> f.reasons().forEach((r, n) -> sums.merge(r, n, Long::sum)));
    return sums;
  }

  /** Rows that ended like this. */
  public long rows(Disposition disposition) {
    return files.values().stream().mapToLong(f -> f.rows(disposition)).sum();
  }

  /** True if every row of every file ended exactly once. */
  public boolean addsUp() {
    return files.values().stream().allMatch(FileAccount::addsUp);
  }

  private static boolean isBounded(Noted noted) {
    return !noted.subject().isEmpty() && !noted.subject().equals(OTHER_SUBJECTS);
  }

  private FileAccount file(String name) {
    return files.computeIfAbsent(name, n -> new FileAccount());
  }
}
