package io.eventbackfill.coders;

import io.eventbackfill.model.Merge;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class MergeCoderTest extends CoderContract<Merge> {

  @Override
  Coder<Merge> coder() {
    return MergeCoder.of();
  }

  @Override
  List<Merge> values() {
    return List.of(
        new Merge("12345", "678", 5),
        new Merge("12345", "678", Merge.UNKNOWN_TIME),
        new Merge("678", "12345", 5),
        new Merge("1234", "5678", 5));
  }
}
