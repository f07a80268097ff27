package io.eventbackfill.steps;

import io.eventbackfill.model.Account;
import io.eventbackfill.model.SetAside;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What every step that handles rows gives beside its main output. */
public interface StepOutput extends POutput {

  /** Rows that ended here and must be written down. */
  PCollection<SetAside> aside();

  /** The account of the rows that ended here. */
  PCollection<Account> account();

  @Override
  default Pipeline getPipeline() {
    return account().getPipeline();
  }

  @Override
  default Map<TupleTag<?>, PValue> expand() {
    Map<TupleTag<?>, PValue> values = new HashMap<>();
    aside().expand().forEach(values::put);
    account().expand().forEach(values::put);
    return values;
  }

  @Override
  default void finishSpecifyingOutput(String name, PInput input, PTransform<?, ?> transform) {}
}
