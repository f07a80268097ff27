package io.eventbackfill.coders;

import io.eventbackfill.persons.MergedPersons;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;

class MergedPersonsCoderTest extends CoderContract<MergedPersons> {

  @Override
  Coder<MergedPersons> coder() {
    return MergedPersonsCoder.of();
  }

  @Override
  List<MergedPersons> values() {
    return List.of(
        MergedPersons.of(Map.of("a", "c", "b", "c", "z", "y")),
        MergedPersons.of(Map.of()),
        MergedPersons.of(Map.of("a", "c")),
        MergedPersons.of(Map.of("a", "b")));
  }

  @Override
  Object comparable(MergedPersons persons) {
    return persons.ends();
  }
}
