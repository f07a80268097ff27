package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.model.TimeRange;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Asks the destination whether key, region and address are good, and sends no event. */
final class ProbeCommand implements Subcommand {
  @Override
  public String name() {
    return "probe";
  }

  @Override
  public List<String> usage() {
    return List.of("probe --apiKey=KEY [--destinationRegion=REGION]");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return BackfillOptions.class;
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    ConfigReader.Reached reached =
        ConfigReader.readDestination(call.options(), call.now(), call.problems());
    BackfillOptions options = call.options().as(BackfillOptions.class);
    TimeRange range = SelectionReader.read(options, call.problems()).range();
    call.requireNoProblems();
    Destination destination = reached.destination();
    call.err().println("Asking " + destination.endpoint());
    try (HttpTransport transport = new GoogleHttpTransport(reached.requestTimeout())) {
      PreflightCheck preflight =
          new PreflightCheck(transport, call.waiting().get().sleeper(), call.err());
      return new Probe(transport, call.out(), preflight)
          .ask(destination, options.getDestinationRegion(), range);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.err().println("Interrupted before it was answered");
      return ExitCode.STOPPED_BY_DESTINATION;
    }
  }
}
