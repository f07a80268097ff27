package io.eventbackfill.steps;

import io.eventbackfill.coders.ImprintCoder;
import io.eventbackfill.coders.VerificationCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.verification.Comparison;
import io.eventbackfill.verification.Comparison.Group;
import io.eventbackfill.verification.Imprint;
import io.eventbackfill.verification.Imprinter;
import io.eventbackfill.verification.Imprinter.Keyed;
import io.eventbackfill.verification.Scope;
import io.eventbackfill.verification.StoredForm;
import io.eventbackfill.verification.TooManyAlikeException;
import io.eventbackfill.verification.Verification;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Compares what was sent with what a vendor has stored.
 *
 * <p>Input: the events that were sent, in the vendor's format, in blocks. Output: one verification,
 * exact. Failures: rows of what is stored that can't be read are counted in it, and it is not equal
 * then; more than 100,000 devices that share an identity fail the job. Order: none. Retried: the
 * same.
 *
 * <p>Between the steps travel prints of events of some hundred bytes, not events; of each identity
 * those that differ in their device are in memory, nothing else.
 */
public final class CompareStored
    extends PTransform<PCollection<KV<Integer, EventBlock>>, PCollection<Verification>> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<Imprint> SENT = new TupleTag<>() {};
  private static final TupleTag<Imprint> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Imprint> STORED = new TupleTag<>() {};

  /** Why something of an export may not have been seen; that others are refused is no loss. */
  private static final Set<Reason> UNREAD =
      EnumSet.of(
          Reason.INVALID_JSON,
          Reason.INVALID_UTF8,
          Reason.INVALID_ROW,
          Reason.LINE_TOO_LONG,
          Reason.TRUNCATED_FILE,
          Reason.UNREADABLE_FILE);

  private final Stored stored;
  private final PCollection<KV<Integer, EventBlock>> aside;
  private final StoredForm form;
  private final Scope scope;

  /**
   * What a vendor has stored.
   *
   * @param events its events, read into the format of what was sent
   * @param read the account of reading them
   */
  public record Stored(PCollection<KV<Integer, EventBlock>> events, PCollection<Account> read) {}

  private CompareStored(
      Stored stored, PCollection<KV<Integer, EventBlock>> aside, StoredForm form, Scope scope) {
    this.stored = stored;
    this.aside = aside;
    this.form = form;
    this.scope = scope;
  }

  /**
   * Compares.
   *
   * @param stored what the vendor has stored
   * @param aside events that were set aside: they may be stored or not
   * @param form what may differ
   * @param scope which stored events count that were not sent
   */
  public static CompareStored with(
      Stored stored, PCollection<KV<Integer, EventBlock>> aside, StoredForm form, Scope scope) {
    return new CompareStored(stored, aside, form, scope);
  }

  @Override
  public PCollection<Verification> expand(PCollection<KV<Integer, EventBlock>> sent) {
    PCollection<Verification> compared =
        KeyedPCollectionTuple.of(SENT, imprints("Sent", sent))
            .and(ASIDE, imprints("Aside", aside))
            .and(STORED, imprints("Stored", stored.events()))
            .apply("ByIdentity", CoGroupByKey.create())
            .apply("Compare", ParDo.of(new CompareFn(form, scope)))
            .setCoder(VerificationCoder.of());
    PCollection<Verification> unread =
        stored.read().apply("Unread", ParDo.of(new UnreadFn())).setCoder(VerificationCoder.of());
    return PCollectionList.of(compared)
        .and(unread)
        .apply("Parts", Flatten.pCollections())
        .apply("Sum", Combine.globally(new SumVerifications()));
  }

  private PCollection<KV<byte[], Imprint>> imprints(
      String side, PCollection<KV<Integer, EventBlock>> events) {
    return events
        .apply("Print" + side, ParDo.of(new PrintFn(new Imprinter(form))))
        .setCoder(KvCoder.of(ByteArrayCoder.of(), ImprintCoder.of()));
  }

  static final class PrintFn extends DoFn<KV<Integer, EventBlock>, KV<byte[], Imprint>> {
    private static final long serialVersionUID = 1L;

    private final Imprinter imprinter;

    PrintFn(Imprinter imprinter) {
      this.imprinter = imprinter;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, EventBlock> block, OutputReceiver<KV<byte[], Imprint>> out) {
      for (QueuedEvent event : block.getValue().events()) {
        Keyed print = imprinter.keyed(event);
        out.output(KV.of(print.key().array(), print.print()));
      }
    }
  }

  /** What is rejected for itself became no event; what could not be read may have been one. */
  static final class UnreadFn extends DoFn<Account, Verification> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Account read, OutputReceiver<Verification> out) {
      Verification part = new Verification();
      read.reasons()
          .forEach(
              (reason, rows) -> {
                if (UNREAD.contains(reason)) {
                  part.unread(reason, rows);
                }
              });
      if (!part.isEmpty()) {
        out.output(part);
      }
    }
  }

  /** Sums up what a bundle finds: most identities find nothing but themselves. */
  static final class CompareFn extends DoFn<KV<byte[], CoGbkResult>, Verification> {
    private static final long serialVersionUID = 1L;

    private final StoredForm form;
    private final Scope scope;
    private transient Verification found = new Verification();

    CompareFn(StoredForm form, Scope scope) {
      this.form = form;
      this.scope = scope;
    }

    @StartBundle
    public void startBundle() {
      found = new Verification();
    }

    @ProcessElement
    public void process(@Element KV<byte[], CoGbkResult> alike) {
      CoGbkResult sides = alike.getValue();
      Group group = new Group(sides.getAll(SENT), sides.getAll(ASIDE), sides.getAll(STORED));
      try {
        new Comparison(form, scope).compare(group, found);
      } catch (TooManyAlikeException e) {
        throw new InputRefusedException(String.valueOf(e.getMessage()));
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (!found.isEmpty()) {
        context.output(found, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
      startBundle();
    }
  }
}
