package io.eventbackfill.coders;

import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.planning.Example;
import io.eventbackfill.planning.Examples;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class ExamplesCoderTest extends CoderContract<Examples> {

  @Override
  Coder<Examples> coder() {
    return ExamplesCoder.of();
  }

  @Override
  List<Examples> values() {
    Example first = new Example(Reason.MISSING_ID, new Origin("a", "m", 1), "日本/😀", "row");
    return List.of(
        examples(first),
        new Examples(),
        examples(new Example(Reason.MISSING_TIME, first.origin(), "日本/😀", "row")),
        examples(new Example(Reason.MISSING_ID, new Origin("a", null, 1), "日本/😀", "row")),
        examples(new Example(Reason.MISSING_ID, first.origin(), "", "row")),
        examples(new Example(Reason.MISSING_ID, first.origin(), "日本/😀", null)),
        examples(first, new Example(Reason.MISSING_ID, new Origin("a", "m", 2), "", "")));
  }

  @Override
  Object comparable(Examples examples) {
    return examples.all();
  }

  private static Examples examples(Example... some) {
    Examples examples = new Examples();
    List.of(some).forEach(examples::add);
    return examples;
  }
}
