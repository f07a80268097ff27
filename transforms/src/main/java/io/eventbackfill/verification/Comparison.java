package io.eventbackfill.verification;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was sent with what is stored, identity by identity. Pure.
 *
 * <p>Two events are one if identity and device are equal, as vendors see it. Of several that were
 * sent the one counts that the vendor keeps, by its time. What is left is paired by the user, then
 * by time and type: a device may be made by the vendor, or be what has changed.
 */
public final class Comparison {
  /** A mapping whose identities are all alike would else fill the memory. */
  static final int MOST_PER_IDENTITY = 100_000;

  private final StoredForm form;
  private final Scope scope;

  /**
   * A comparison.
   *
   * @param form what may differ
   * @param scope which stored events count that were not sent
   */
  public Comparison(StoredForm form, Scope scope) {
    this.form = form;
    this.scope = scope;
  }

  /**
   * What there is of one identity.
   *
   * @param sent what was to be stored
   * @param aside what a run set aside: it may be stored or not
   * @param stored what is
   */
  public record Group(Iterable<Imprint> sent, Iterable<Imprint> aside, Iterable<Imprint> stored) {}

  /** The stored rows that are one event. */
  private static final class Copies {
    private final Set<String> copies = new HashSet<>();
    private Imprint first;

    Copies(Imprint first) {
      this.first = first;
    }

    void add(Imprint row) {
      // The same row in two files is exported twice, not stored twice.
      copies.add(row.copy().isEmpty() ? "at " + row.uploadedMicros() : row.copy());
      requireFew(copies.size(), row);
      boolean earlier =
          row.uploadedMicros() < first.uploadedMicros()
              || (row.uploadedMicros() == first.uploadedMicros()
                  && row.copy().compareTo(first.copy()) < 0);
      first = earlier ? row : first;
    }
  }

  /**
   * Compares all events of one identity.
   *
   * @param found takes what was found
   * @throws TooManyAlikeException if more than 100,000 devices share the identity
   */
  public void compare(Group group, Verification found) {
    Map<String, Imprint> sent = new LinkedHashMap<>();
    for (Imprint event : group.sent()) {
      sent.merge(actor(event), event, this::kept);
      requireFew(sent.size(), event);
    }
    Set<String> aside = new HashSet<>();
    for (Imprint event : group.aside()) {
      aside.add(actor(event));
      requireFew(aside.size(), event);
    }
    Map<String, Copies> stored = new LinkedHashMap<>();
    for (Imprint row : group.stored()) {
      stored.computeIfAbsent(actor(row), a -> new Copies(row)).add(row);
      requireFew(stored.size(), row);
    }
    pair(sent, stored, this::actor, found);
    pair(sent, stored, event -> event.fields().get(form.user()), found);
    pair(sent, stored, event -> event.millis() + " " + event.type(), found);
    sent.forEach((actor, event) -> unmatched(event, aside.contains(actor), found));
    stored.values().forEach(copies -> unmatched(copies, found));
  }

  private String actor(Imprint event) {
    String device = event.fields().get(form.device());
    return device == null ? "user " + event.fields().get(form.user()) : "device " + device;
  }

  /** Origins break ties, so that it is the same one each time. */
  private Imprint kept(Imprint one, Imprint other) {
    if (one.millis() != other.millis()) {
      return one.millis() < other.millis() == form.keepsFirst() ? one : other;
    }
    return one.origin().compareTo(other.origin()) <= 0 ? one : other;
  }

  /** Takes out those of both sides that have something in common. */
  private void pair(
      Map<String, Imprint> sent,
      Map<String, Copies> stored,
      Function<Imprint, @Nullable String> common,
      Verification found) {
    Map<String, Deque<String>> open = new HashMap<>();
    stored.forEach(
        (actor, copies) -> {
          String key = common.apply(copies.first);
          if (key != null) {
            open.computeIfAbsent(key, k -> new ArrayDeque<>()).add(actor);
          }
        });
    Iterator<Imprint> events = sent.values().iterator();
    while (events.hasNext() && !open.isEmpty()) {
      Imprint event = events.next();
      String key = common.apply(event);
      Deque<String> actors = key == null ? null : open.get(key);
      String actor = actors == null ? null : actors.poll();
      Copies copies = actor == null ? null : stored.remove(actor);
      if (copies != null) {
        matched(event, copies, found);
        events.remove();
      }
    }
  }

  private void matched(Imprint sent, Copies stored, Verification found) {
    found.sent(sent);
    found.stored(stored.first, stored.copies.size());
    Set<String> fields = changed(sent, stored.first);
    if (!fields.isEmpty()) {
      found.differ(Difference.CHANGED, 1);
      fields.forEach(field -> found.changedField(field, 1));
      found.example(Difference.CHANGED, example(sent, words(fields, sent, stored.first)));
    }
    doubled(sent, stored, found);
  }

  private static void doubled(Imprint event, Copies stored, Verification found) {
    if (stored.copies.size() > 1) {
      found.differ(Difference.DOUBLED, stored.copies.size() - 1);
      found.example(
          Difference.DOUBLED, example(event, "stored " + stored.copies.size() + " times"));
    }
  }

  private static void unmatched(Imprint sent, boolean aside, Verification found) {
    if (aside) {
      found.setAside(1);
      return;
    }
    found.sent(sent);
    found.differ(Difference.MISSING, 1);
    found.example(Difference.MISSING, example(sent, ""));
  }

  private void unmatched(Copies stored, Verification found) {
    if (!scope.holds(stored.first)) {
      found.notOurs(stored.copies.size());
      return;
    }
    found.stored(stored.first, stored.copies.size());
    found.differ(Difference.EXTRA, 1);
    found.example(Difference.EXTRA, example(stored.first, ""));
    doubled(stored.first, stored, found);
  }

  private Set<String> changed(Imprint sent, Imprint stored) {
    Set<String> names = new TreeSet<>(sent.fields().keySet());
    names.addAll(stored.fields().keySet());
    names.removeIf(field -> agree(field, sent, stored));
    return names;
  }

  private boolean agree(String field, Imprint sent, Imprint stored) {
    String ours = sent.fields().get(field);
    String theirs = stored.fields().get(field);
    if (ours == null) {
      return form.mayAdd(field, sent.fields().keySet());
    }
    if (theirs == null) {
      return ours.equals(Imprint.ANYTHING) || form.mayRemove(field);
    }
    return ours.equals(theirs) || ours.equals(Imprint.ANYTHING) || theirs.equals(Imprint.ANYTHING);
  }

  private static String words(Set<String> fields, Imprint sent, Imprint stored) {
    List<String> words = new ArrayList<>();
    for (String field : fields) {
      String ours = sent.fields().get(field);
      String theirs = stored.fields().get(field);
      words.add(
          isLong(ours) || isLong(theirs)
              ? field + " differs"
              : field + ": " + shown(ours) + " is stored as " + shown(theirs));
    }
    return String.join("; ", words);
  }

  private static boolean isLong(@Nullable String value) {
    return value != null && value.charAt(0) == Imprint.HASH;
  }

  private static String shown(@Nullable String value) {
    return value == null ? "nothing" : value;
  }

  private static Example example(Imprint event, String detail) {
    return new Example(event.identity(), event.millis(), event.type(), event.origin(), detail);
  }

  private static void requireFew(int alike, Imprint event) {
    if (alike > MOST_PER_IDENTITY) {
      throw new TooManyAlikeException(
          "more than %d events share the identity %s (one of them is %s): a mapping makes it of a"
                  .formatted(MOST_PER_IDENTITY, event.identity(), event.origin())
              + " column that does not tell events apart");
    }
  }
}
