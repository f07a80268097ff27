package io.eventbackfill.pipeline;

import io.eventbackfill.mappingfile.MappingSchema;
import io.eventbackfill.pipeline.ConfigReader.MappedInput;
import io.eventbackfill.source.ExportFileReader;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Tries a mapping on the first rows of an input, or prints what mapping files may hold. */
final class MappingCommand implements Subcommand {
  /** They are held in memory, and somebody reads them. */
  private static final int MOST_SAMPLED = 100_000;

  @Override
  public String name() {
    return "mapping";
  }

  @Override
  public List<String> usage() {
    return List.of(
        "mapping --check --mapping=FILE --input=GLOBS [--sample=20]", "mapping --schema");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return MappingOptions.class;
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    MappingOptions options = call.options().as(MappingOptions.class);
    if (call.problems().isEmpty() && options.getSchema()) {
      call.out().print(MappingSchema.text());
      return ExitCode.COMPLETE;
    }
    int sample = options.getSample();
    if (sample < 1 || sample > MOST_SAMPLED) {
      call.problems().add("--sample=%d must be from 1 to %d".formatted(sample, MOST_SAMPLED));
    }
    if (!options.getCheck()) {
      call.problems().add("--check=false leaves nothing to do");
    }
    MappedInput input = ConfigReader.readInput(options, call.problems());
    call.requireNoProblems();
    ExportFileReader reader = new ExportFileReader(input.settings());
    return new MappingTrial(input.mapping(), call.out()).check(input.files(), reader, sample);
  }
}
