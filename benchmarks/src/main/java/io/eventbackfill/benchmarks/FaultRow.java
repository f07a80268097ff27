package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Expected.Range;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * One way in which a vendor misbehaves, and what must become of the events all the same. The same
 * rows hold for any size of workload from about 2,000 events on.
 */
final class FaultRow {
  private static final Range NOTHING = new Range(0, 0);

  private final EmulatedVendor usual;
  private final String name;
  private final String script;
  private UnaryOperator<Workload> load = workload -> workload;
  private Function<Workload, EmulatedVendor> vendor;
  private Function<Workload, Expected> expected = workload -> Expected.allDelivered();
  private Function<Workload, PacingLimits> limits;
  private Function<Workload, Range> losses = workload -> NOTHING;
  private ToLongFunction<Workload> late = workload -> 0;
  private Optional<String> stop = Optional.empty();
  private boolean unthrottled;
  private boolean silent;

  /**
   * A row.
   *
   * @param usual who misbehaves, as documented
   * @param script what goes wrong
   */
  FaultRow(EmulatedVendor usual, String name, String script) {
    this.usual = usual;
    this.name = name;
    this.script = script;
    this.vendor = workload -> usual;
    this.limits = workload -> usual.limits();
  }

  FaultRow loaded(UnaryOperator<Workload> change) {
    load = change;
    return this;
  }

  /** Is set like this. */
  FaultRow emulated(Function<Workload, EmulatedVendor> set) {
    vendor = set;
    return this;
  }

  FaultRow expecting(Function<Workload, Expected> outcome) {
    expected = outcome;
    return this;
  }

  /** Keeps within these instead, and is not throttled once. */
  FaultRow within(Function<Workload, PacingLimits> own) {
    limits = own;
    unthrottled = true;
    return this;
  }

  /** Says of so many events that it has them, and nobody can tell but by looking. */
  FaultRow losing(Function<Workload, Range> events) {
    losses = events;
    silent = true;
    return this;
  }

  /**
   * Puts off so many events at the most and takes those behind them in the same request, even of
   * the same owner: no sender can help it but by sending one at a time.
   */
  FaultRow puttingOff(ToLongFunction<Workload> events) {
    late = events;
    return this;
  }

  /** Ends the run as a whole, for a reason with these words in it. */
  FaultRow stopping(String words) {
    stop = Optional.of(words);
    return this;
  }

  /** What goes wrong, in words; two vendors may have the same. */
  String name() {
    return name;
  }

  FaultScript script() {
    return FaultScript.parse(script);
  }

  /** What to send instead of this workload, in the vendor's form. */
  Workload workload(Workload ordinary) {
    return load.apply(ordinary).withForm(usual);
  }

  /** The vendor as documented. */
  EmulatedVendor usual() {
    return usual;
  }

  /**
   * The vendor as it is set.
   *
   * @param workload what {@link #workload} gave
   */
  EmulatedVendor vendor(Workload workload) {
    return vendor.apply(workload);
  }

  /**
   * What to keep to.
   *
   * @param workload what {@link #workload} gave
   */
  PacingLimits limits(Workload workload) {
    return limits.apply(workload);
  }

  /** True if keeping to the limits avoids every 429. */
  boolean isUnthrottled() {
    return unthrottled;
  }

  /** True if no answer lets on that anything is wrong. */
  boolean isSilent() {
    return silent;
  }

  /** True if the run does not come to its end. */
  boolean isStopping() {
    return stop.isPresent();
  }

  /**
   * What is wrong with a run in virtual time, in words; empty if nothing is.
   *
   * @param workload what {@link #workload} gave
   */
  List<String> faults(Workload workload, SimulatedRun run) {
    if (stop.isEmpty() && run.stopped().isEmpty()) {
      return faults(workload, run.ended(), run.audit());
    }
    List<String> faults = new ArrayList<>(run.audit().faultsOfWhatIsStored(0));
    if (run.audit().storage().lost() > 0) {
      faults.add(run.audit().storage().lost() + " lost");
    }
    if (stop.isEmpty() || !run.stopped().orElse("").contains(stop.get())) {
      faults.add("stopped: %s, expected: %s".formatted(run.stopped(), stop));
    }
    return faults;
  }

  /**
   * What is wrong with a run that came to its end, in words; empty if nothing is.
   *
   * @param workload what {@link #workload} gave
   * @param ended events by what became of them
   */
  List<String> faults(Workload workload, Map<Reason, Long> ended, Audit audit) {
    List<String> faults =
        new ArrayList<>(audit.faults(losses.apply(workload), late.applyAsLong(workload)));
    faults.addAll(expected.apply(workload).faults(ended, workload.size()));
    faults.addAll(audit.load().above(limits(workload)));
    if (unthrottled && audit.load().throttled() > 0) {
      faults.add(audit.load().throttled() + " answers 429, none expected");
    }
    return faults;
  }

  @Override
  public String toString() {
    return usual.name() + ": " + name;
  }
}
