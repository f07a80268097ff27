package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Account;
import io.eventbackfill.model.FileAccount;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.ordering.EventBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** What came out of a step, in words short enough to compare. */
final class Seen {
  private Seen() {}

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The events of a block, each as {@code file[!member]:row identity}. */
  static List<String> events(KV<Integer, EventBlock> block) {
    return block.getValue().events().stream().map(Seen::event).toList();
  }

  private static String event(QueuedEvent event) {
    String member = event.origin().member();
    return name(event.origin().file())
        + (member == null ? "" : "!" + member)
        + ":"
        + event.origin().row()
        + " "
        + event.identity();
  }

  /** {@code file:row reason}. */
  static String aside(SetAside aside) {
    return name(aside.origin().file())
        + ":"
        + aside.origin().row()
        + " "
        + aside.cause().reason().code();
  }

  /** A line for each file: {@code name read N {REASON=n} [SKIPPED=n]}. */
  static List<String> files(Account account) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, FileAccount> file : account.files().entrySet()) {
      FileAccount its = file.getValue();
      lines.add(
          name(file.getKey()) + " read " + its.rowsRead() + " " + its.reasons() + its.skipped());
    }
    return lines;
  }

  static void assertFiles(PCollection<Account> parts, String... expected) {
    List<String> lines = List.of(expected);
    PAssert.thatSingleton(parts.apply("Whole", AddUp.accounts()))
        .satisfies(
            account -> {
              assertThat(files(account), equalTo(lines));
              return null;
            });
  }

  static void assertNothingIn(PCollection<?> values) {
    PAssert.that(values).empty();
  }

  /** The first cause of a type; fails if there is none. */
  static <T extends Throwable> T cause(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      throw new AssertionError("no " + type.getSimpleName() + " behind it", thrown);
    }
    assertThat(type.isInstance(cause), is(true));
    return type.cast(cause);
  }
}
