package io.eventbackfill.coders;

import io.eventbackfill.model.Reason;
import io.eventbackfill.verification.Difference;
import io.eventbackfill.verification.Example;
import io.eventbackfill.verification.Verification;
import io.eventbackfill.verification.Verification.Sides;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;

class VerificationCoderTest extends CoderContract<Verification> {
  @Override
  Coder<Verification> coder() {
    return VerificationCoder.of();
  }

  @Override
  List<Verification> values() {
    List<Verification> values = new ArrayList<>();
    values.add(found(VerificationCoderTest::all));
    values.add(new Verification());
    values.add(found(v -> v.counted(new Sides(1, 2))));
    values.add(found(v -> v.differ(Difference.MISSING, 1)));
    values.add(found(v -> v.differ(Difference.CHANGED, 1)));
    values.add(found(v -> v.example(Difference.EXTRA, new Example("é", -1, "😀", "", "x"))));
    values.add(found(v -> v.ofDay("2024-03-01", new Sides(3, 4))));
    values.add(found(v -> v.ofType("2024-03-01", new Sides(3, 4))));
    values.add(found(v -> v.changedField("city", 5)));
    values.add(found(v -> v.unread(Reason.TRUNCATED_FILE, 6)));
    values.add(found(v -> v.setAside(7)));
    values.add(found(v -> v.notOurs(7)));
    return values;
  }

  @Override
  Object comparable(Verification found) {
    return List.of(
        found.all(),
        Arrays.stream(Difference.values()).map(found::events).toList(),
        Arrays.stream(Difference.values()).map(d -> List.copyOf(found.examples(d))).toList(),
        found.days(),
        found.types(),
        found.changedFields(),
        found.unread(),
        found.setAside(),
        found.notOurs());
  }

  private static void all(Verification found) {
    for (Difference difference : Difference.values()) {
      found.differ(difference, difference.code().length());
      found.example(difference, new Example("a", 1, "b", "c", "d"));
      found.example(difference, new Example("a", 2, "b", "c", "d"));
    }
    found.counted(new Sides(1, 2));
    found.ofDay("2024-03-01", new Sides(3, 4));
    found.ofType("t", new Sides(5, 6));
    found.changedField("city", 7);
    found.unread(Reason.INVALID_JSON, 8);
    found.setAside(9);
    found.notOurs(10);
  }

  private static Verification found(Consumer<Verification> by) {
    Verification found = new Verification();
    by.accept(found);
    return found;
  }
}
