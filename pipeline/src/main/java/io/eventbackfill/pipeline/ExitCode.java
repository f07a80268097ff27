package io.eventbackfill.pipeline;

/** How a run ends. The numbers are an interface: schedulers and scripts branch on them. */
public enum ExitCode {
  /** Every row was accepted or skipped on purpose. */
  COMPLETE(0, "complete: every row was accepted, or skipped on purpose"),
  /** A fault of this program or of the engine, or an account that does not add up. */
  INTERNAL_FAULT(1, "internal fault, or an account that does not add up"),
  /** The command line or the input as a whole is wrong; nothing was sent. */
  BAD_CONFIGURATION(2, "bad configuration; nothing was sent"),
  /** All rows are accounted for, but some are dead letters or deferred. */
  INCOMPLETE(3, "complete, but with dead letters or deferred events"),
  /** The destination takes nothing as things are. */
  STOPPED_BY_DESTINATION(4, "stopped by the destination (key, address, permission)"),
  /** The ledger forbids to go on as things are. */
  REFUSED_BY_LEDGER(
      5, "refused by the ledger: changed input or options, another run, in doubt, not writable"),
  /** A signal asked the run to stop: before it sent anything, or with all rows accounted for. */
  STOPPED_ON_REQUEST(6, "stopped on request; what was not sent is left to the next start");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }

  /** The code in words, for help and documentation. */
  public String meaning() {
    return meaning;
  }
}
