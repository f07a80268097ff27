package io.eventbackfill.pipeline;

import java.util.List;
import java.util.Optional;

/** The commands there are; the first is meant where none is named. */
final class Subcommands {
  private static final List<Subcommand> ALL =
      List.of(
          new RunCommand(),
          new ProbeCommand(),
          new PlanCommand(),
          new RetryCommand(),
          new VerifyCommand(),
          new LedgerCommand(),
          new MappingCommand());

  private Subcommands() {}

  /** All of them, in the order that help lists them in. */
  static List<Subcommand> all() {
    return ALL;
  }

  /** Their names. */
  static List<String> names() {
    return ALL.stream().map(Subcommand::name).toList();
  }

  /** The one that these arguments name; the first of all if they name none, or an unknown one. */
  static Subcommand of(String[] args) {
    Optional<Subcommand> named =
        args.length == 0
            ? Optional.empty()
            : ALL.stream().filter(command -> command.name().equals(args[0])).findFirst();
    return named.orElse(ALL.get(0));
  }
}
