package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.CensusCoder;
import io.eventbackfill.coders.EventBlockCoder;
import io.eventbackfill.coders.PersonFactsCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.ordering.LaneBlocks;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.planning.Census;
import io.eventbackfill.source.ChannelOpener;
import io.eventbackfill.source.ContentChecksum;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ResumingChannel;
import io.eventbackfill.source.RowGroups;
import io.eventbackfill.source.RowSink;
import io.eventbackfill.steps.RowRouter.Routed;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MetadataCoderV2;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Reads files into events in the destination's format, each in a block of its lane.
 *
 * <p>Input: files. Output: the events of their rows, by lane. Failures: a line or the rest of a
 * file that can't be read, and a row that is no event the destination could take, is set aside with
 * what is to blame; nothing else is lost for it. The account holds the content of each file, unless
 * the file could not be opened or its storage failed. Order: none. Retried: reads again, to the
 * same bytes; nothing outside is touched.
 *
 * <p>Reading and mapping are one step, and events leave it in blocks, because what passes between
 * steps costs an engine more than to map it.
 *
 * <p>A large Parquet file is read in parts, by as many workers as there are. The first part stands
 * for the file: it counts it, and reads it a second time from front to back for its checksum.
 */
public final class ReadEvents extends PTransform<PCollection<Metadata>, ReadEvents.Result> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<KV<Integer, EventBlock>> EVENTS = new TupleTag<>() {};
  private static final TupleTag<SetAside> ASIDE = new TupleTag<>() {};
  private static final TupleTag<Account> ACCOUNT = new TupleTag<>() {};
  private static final TupleTag<ActorLoads> LOADS = new TupleTag<>() {};
  private static final TupleTag<Census> CENSUS = new TupleTag<>() {};
  private static final TupleTag<PersonFacts> PERSONS = new TupleTag<>() {};

  /**
   * All that is no event, together: Flink's runner hands everything that a step puts out to each of
   * its outputs' readers, events as well, so there are only two.
   */
  private static final TupleTag<RawUnionValue> FOUND = new TupleTag<>() {};

  /**
   * Of a part, and of a file that is worth looking at for its parts: to look costs a request more
   * and saves little where there is little to read.
   */
  private static final long PART_BYTES = 32 << 20;

  private final ExportFileReader reader;
  private final ToLanes toLanes;
  private final long partBytes;
  private final @Nullable Instant now;

  private ReadEvents(
      ExportFileReader reader, ToLanes toLanes, long partBytes, @Nullable Instant now) {
    this.reader = reader;
    this.toLanes = toLanes;
    this.partBytes = partBytes;
    this.now = now;
  }

  /** Reads with this reader. */
  public static ReadEvents with(ExportFileReader reader, ToLanes toLanes) {
    return new ReadEvents(reader, toLanes, PART_BYTES, null);
  }

  /**
   * This step, taking a census of the events as well.
   *
   * @param at what counts as now
   */
  public ReadEvents counting(Instant at) {
    return new ReadEvents(reader, toLanes, partBytes, at);
  }

  /** This step with another size of the parts that a large file is read in. */
  ReadEvents inPartsOf(long bytes) {
    return new ReadEvents(reader, toLanes, bytes, now);
  }

  /**
   * Events by lane, what could not be read or is no event, and the account of the latter; how many
   * events each device and user has in the input, copies too, in parts to be merged; one census,
   * copies too, null unless it was asked for; and what the events say of persons, in parts, null
   * unless the destination is told links or profiles.
   */
  public record Result(
      PCollection<KV<Integer, EventBlock>> events,
      PCollection<SetAside> aside,
      PCollection<Account> account,
      PCollection<ActorLoads> loads,
      @Nullable PCollection<Census> census,
      @Nullable PCollection<PersonFacts> persons)
      implements StepOutput {

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      Map<TupleTag<?>, PValue> values = StepOutput.super.expand();
      values.putAll(events.expand());
      values.putAll(loads.expand());
      if (census != null) {
        values.putAll(census.expand());
      }
      if (persons != null) {
        values.putAll(persons.expand());
      }
      return values;
    }
  }

  @Override
  public Result expand(PCollection<Metadata> files) {
    PCollectionTuple read =
        files
            .apply("Divide", ParDo.of(new DivideFn(reader, toLanes.leftOut(), partBytes)))
            .setCoder(KvCoder.of(MetadataCoderV2.of(), OffsetRange.Coder.of()))
            .apply("SpreadParts", Reshuffle.viaRandomKey())
            .apply(
                "Read",
                ParDo.of(new ReadFn(reader, toLanes, now))
                    .withOutputTags(EVENTS, TupleTagList.of(FOUND)));
    boolean persons = toLanes.wanted().any();
    TupleTagList sorts = TupleTagList.of(ACCOUNT).and(LOADS);
    sorts = now == null ? sorts : sorts.and(CENSUS);
    sorts = persons ? sorts.and(PERSONS) : sorts;
    PCollectionTuple found =
        read.get(FOUND)
            .setCoder(Found.coder())
            .apply("Sort", ParDo.of(new SortFn()).withOutputTags(ASIDE, sorts));
    return new Result(
        read.get(EVENTS).setCoder(KvCoder.of(VarIntCoder.of(), EventBlockCoder.of())),
        found.get(ASIDE).setCoder(SetAsideCoder.of()),
        found.get(ACCOUNT).setCoder(AccountCoder.of()),
        found.get(LOADS).setCoder(ActorLoadsCoder.of()),
        now == null ? null : census(found.get(CENSUS), now),
        persons ? found.get(PERSONS).setCoder(PersonFactsCoder.of()) : null);
  }

  private static PCollection<Census> census(PCollection<Census> parts, Instant now) {
    return parts.setCoder(CensusCoder.of()).apply("Census", Combine.globally(new SumCensus(now)));
  }

  /** However the file is opened, what its storage throws is a failure of that file alone. */
  static ChannelOpener opener(Metadata file) {
    return () -> ResumingChannel.over(() -> FileSystems.open(file.resourceId()));
  }

  /** Tells apart what was found. */
  static final class SortFn extends DoFn<RawUnionValue, SetAside> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element RawUnionValue found, MultiOutputReceiver out) {
      Found.visit(
          found,
          out.get(ASIDE)::output,
          out.get(ACCOUNT)::output,
          out.get(LOADS)::output,
          census -> out.get(CENSUS).output(census),
          persons -> out.get(PERSONS).output(persons));
    }
  }

  static final class ReadFn extends DoFn<KV<Metadata, OffsetRange>, KV<Integer, EventBlock>> {
    private static final long serialVersionUID = 1L;

    private final ExportFileReader reader;
    private final ToLanes toLanes;
    private final @Nullable Instant now;
    private final RowRouter router;
    private final ReadTallies tallies = new ReadTallies();
    private transient Findings findings;
    private transient LaneBlocks blocks = new LaneBlocks(1);

    ReadFn(ExportFileReader reader, ToLanes toLanes, @Nullable Instant now) {
      this.reader = reader;
      this.toLanes = toLanes;
      this.now = now;
      this.router = toLanes.router();
      this.findings = new Findings(toLanes, null);
    }

    @StartBundle
    public void startBundle() {
      findings = new Findings(toLanes, now);
      blocks = new LaneBlocks(toLanes.lanes());
    }

    @ProcessElement
    public void process(@Element KV<Metadata, OffsetRange> element, MultiOutputReceiver out) {
      Metadata file = element.getKey();
      OffsetRange range = element.getValue();
      RowGroups part = new RowGroups((int) range.getFrom(), (int) range.getTo());
      String name = file.resourceId().toString();
      Optional<SkippedFile> left = toLanes.leftOut().why(name);
      if (left.isPresent()) {
        findings.account().skipped(name, left.get(), 1);
        return;
      }
      tallies.fileBegins(part.isFirst() ? file.sizeBytes() : 0);
      try (ContentChecksum checksum = ContentChecksum.of(name, opener(file))) {
        reader.read(name, part, checksum, new Sink(out, checksum::bytesRead));
        if (part.isFirst()) {
          checksum.take().ifPresent(content -> findings.account().content(name, content));
        }
      }
      if (part.isFirst()) {
        tallies.fileEnds();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      org.joda.time.Instant end = GlobalWindow.INSTANCE.maxTimestamp();
      blocks.drain(
          (lane, block) -> context.output(EVENTS, KV.of(lane, block), end, GlobalWindow.INSTANCE));
      findings.handOn(found -> context.output(FOUND, found, end, GlobalWindow.INSTANCE));
      tallies.tell();
      startBundle();
    }

    private final class Sink implements RowSink {
      private final MultiOutputReceiver out;
      private final LongSupplier bytesRead;

      Sink(MultiOutputReceiver out, LongSupplier bytesRead) {
        this.out = out;
        this.bytesRead = bytesRead;
      }

      @Override
      public void row(RawRow row) {
        if (StopRequest.ofThisProcess().isRaised()) {
          // Nothing is sent before all is mapped, so there is nothing to settle or defer.
          throw new StoppedEarlyException("asked to stop while reading; nothing was sent");
        }
        count(row.origin(), 1);
        Routed routed = router.route(row);
        if (routed instanceof Routed.ToLane lane) {
          toLane(lane);
        } else if (routed instanceof Routed.Aside ended) {
          aside(row.origin(), ended.aside());
          ended.merge().ifPresent(findings::merge);
        }
        findings.handOnWhatIsFull(found -> out.get(FOUND).output(found));
      }

      private void toLane(Routed.ToLane routed) {
        QueuedEvent event = routed.event();
        findings.event(routed);
        tallies.event();
        int lane = OrderBy.lane(event.orderKey(), toLanes.lanes());
        EventBlock full = blocks.add(lane, event);
        if (full != null) {
          out.get(EVENTS).output(KV.of(lane, full));
        }
      }

      private void aside(Origin origin, SetAside aside) {
        Reason reason = aside.cause().reason();
        findings.account().ended(origin.file(), reason, 1);
        tallies.aside(reason.disposition());
        if (reason.disposition() == Disposition.SKIPPED) {
          findings.skipped(aside);
        } else {
          found(aside);
        }
      }

      @Override
      public void unreadable(Origin origin, Reason reason, Bytes kept, String detail) {
        count(origin, 1);
        tallies.unreadable();
        findings.account().ended(origin.file(), reason, 1);
        Refused cause = new Refused(reason, "", detail);
        found(new SetAside(origin, cause, "", null, null, kept));
      }

      @Override
      public void memberSkipped(Origin origin) {
        Optional<SkippedFile> left = toLanes.leftOut().why(origin.source());
        left.ifPresent(why -> findings.account().skipped(origin.file(), why, 1));
      }

      @Override
      public void rowsSkipped(Origin origin, Reason reason, long count) {
        count(origin, count);
        tallies.unread(count);
        findings.account().ended(origin.file(), reason, count);
      }

      private void found(SetAside aside) {
        out.get(FOUND).output(Found.of(aside));
      }

      private void count(Origin origin, long more) {
        findings.account().read(origin.file(), more);
        tallies.rows(more);
        tallies.fileAt(bytesRead.getAsLong());
      }
    }
  }
}
