package io.eventbackfill.coders;

import io.eventbackfill.model.Span;
import io.eventbackfill.planning.Census;
import io.eventbackfill.planning.Census.Totals;
import io.eventbackfill.planning.DistinctIds;
import io.eventbackfill.planning.Share;
import io.eventbackfill.planning.Shares;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/** {@link Census}: now, totals, days, types, devices, users, examples. */
public final class CensusCoder extends RecordCoder<Census> {
  private static final long serialVersionUID = 1L;
  private static final CensusCoder INSTANCE = new CensusCoder();
  private static final DistinctIdsCoder IDS = DistinctIdsCoder.of(Census.EXACT_IDS);

  private CensusCoder() {
    super(1);
  }

  public static CensusCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Census census, OutputStream out) throws IOException {
    Instant now = census.now();
    Wire.writeLong(now.getEpochSecond(), out);
    Wire.writeLong(now.getNano(), out);
    Totals totals = census.totals();
    writeShare(totals.events(), out);
    Wire.writeLong(totals.young(), out);
    Wire.writeLong(totals.future(), out);
    Wire.writeLong(totals.withUserProperties(), out);
    Wire.writeLong(totals.billed(), out);
    writeShares(census.days(), Wire::writeLong, out);
    writeShares(census.types(), Wire::writeText, out);
    IDS.encode(census.devices(), out);
    IDS.encode(census.users(), out);
    ExamplesCoder.of().encode(census.skipped(), out);
  }

  @Override
  Census read(InputStream in) throws IOException {
    Census census = Census.at(Instant.ofEpochSecond(Wire.readLong(in), Wire.readLong(in)));
    census.addTotals(
        new Totals(
            readShare(in),
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in)));
    readShares(census.days(), Wire::readLong, in);
    readShares(census.types(), Wire::readText, in);
    merge(census.devices(), in);
    merge(census.users(), in);
    census.skipped().merge(ExamplesCoder.of().decode(in));
    return census;
  }

  private static void merge(DistinctIds ids, InputStream in) throws IOException {
    ids.merge(IDS.decode(in));
  }

  /** The keys are written in their order, those that are not told apart last. */
  static <K extends Comparable<K> & Serializable> void writeShares(
      Shares<K> shares, Wire.Writer<K> writer, OutputStream out) throws IOException {
    Wire.writeLong(shares.kept().size(), out);
    for (Map.Entry<K, Share> entry : shares.kept().entrySet()) {
      writer.write(entry.getKey(), out);
      writeShare(entry.getValue(), out);
    }
    writeShare(shares.others(), out);
  }

  static <K extends Comparable<K> & Serializable> void readShares(
      Shares<K> shares, Wire.Reader<K> reader, InputStream in) throws IOException {
    for (long left = Wire.readLong(in); left > 0; left--) {
      K key = reader.read(in);
      shares.add(key, readShare(in));
    }
    shares.addOthers(readShare(in));
  }

  private static void writeShare(Share share, OutputStream out) throws IOException {
    Wire.writeLong(share.count(), out);
    Wire.writeLong(share.times().min(), out);
    Wire.writeLong(share.times().max(), out);
  }

  private static Share readShare(InputStream in) throws IOException {
    return new Share(Wire.readLong(in), new Span(Wire.readLong(in), Wire.readLong(in)));
  }

  /** A census is mutable and has no equality of its own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
