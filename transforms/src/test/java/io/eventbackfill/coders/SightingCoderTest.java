package io.eventbackfill.coders;

import io.eventbackfill.persons.Sighting;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class SightingCoderTest extends CoderContract<Sighting> {

  @Override
  Coder<Sighting> coder() {
    return SightingCoder.of();
  }

  @Override
  List<Sighting> values() {
    return List.of(
        new Sighting("日本/😀", 5), new Sighting("", 5), new Sighting("", -1), new Sighting("a", 5));
  }
}
