package io.eventbackfill.coders;

import io.eventbackfill.model.Merge;
import io.eventbackfill.persons.Merges;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class MergesCoderTest extends CoderContract<Merges> {

  @Override
  Coder<Merges> coder() {
    return MergesCoder.of();
  }

  @Override
  List<Merges> values() {
    return List.of(
        merges(new Merge("a", "b", 5), new Merge("b", "c", 6)),
        merges(),
        merges(new Merge("a", "b", 5)),
        merges(new Merge("a", "b", 6)));
  }

  @Override
  Object comparable(Merges merges) {
    return merges.byPerson();
  }

  private static Merges merges(Merge... records) {
    Merges merges = new Merges();
    for (Merge record : records) {
      merges.add(record);
    }
    return merges;
  }
}
