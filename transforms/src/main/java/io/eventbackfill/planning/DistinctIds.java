package io.eventbackfill.planning;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.apache.datasketches.common.SketchesArgumentException;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.memory.MemoryBoundsException;
import org.apache.datasketches.theta.CompactSketch;
import org.apache.datasketches.theta.SetOperation;
import org.apache.datasketches.theta.Sketch;
import org.apache.datasketches.theta.Union;

/**
 * How many different ids there are, in bounded memory: exactly up to a number that is a power of
 * two, and estimated from then on. (Exact but for two ids with the same 63 bits of hash: one chance
 * in 17 billion among 32,768.)
 *
 * <p>A theta sketch: it keeps the smallest hashes. Those are the same ones whatever was added or
 * merged in whatever order, and so are the estimate and the bytes. An HLL sketch would be smaller,
 * but its estimate depends on the order, and it is exact for far fewer.
 *
 * <p>Mutable and not thread-safe.
 */
public final class DistinctIds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int exactUpTo;
  private final transient Union union;

  private DistinctIds(int exactUpTo) {
    this.exactUpTo = exactUpTo;
    this.union = SetOperation.builder().setNominalEntries(exactUpTo).buildUnion();
  }

  /**
   * None yet.
   *
   * @param exactUpTo the most ids that are counted exactly, a power of two from 16 to 2^26. The
   *     standard error beyond is one part in its square root: 0.55 % for 32,768, which takes up to
   *     half a megabyte
   */
  public static DistinctIds exactUpTo(int exactUpTo) {
    if (Integer.bitCount(exactUpTo) != 1) {
      throw new IllegalArgumentException(exactUpTo + " is no power of two");
    }
    return new DistinctIds(exactUpTo);
  }

  /** Adds an id. One that holds half a surrogate pair counts as the text it is written as. */
  public void add(String id) {
    union.update(id);
  }

  /** Adds all ids of another, which stays as it is. */
  public void merge(DistinctIds other) {
    union.union(other.result());
  }

  /** How many there are; an estimate unless {@link #isExact}. */
  public long count() {
    return Math.round(result().getEstimate());
  }

  /** Whether the count is exact. */
  public boolean isExact() {
    return !result().isEstimationMode();
  }

  /** All of this as bytes; equal ids give equal bytes. */
  public byte[] toBytes() {
    return result().toByteArray();
  }

  /**
   * Takes up what {@link #toBytes} gave.
   *
   * @param exactUpTo as it was
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static DistinctIds fromBytes(int exactUpTo, byte[] bytes) {
    DistinctIds ids = exactUpTo(exactUpTo);
    try {
      ids.union.union(Sketch.heapify(Memory.wrap(bytes)));
    } catch (SketchesArgumentException | MemoryBoundsException e) {
      throw new IllegalArgumentException("these bytes are no ids", e);
    }
    return ids;
  }

  /** Cut to its size: the union itself may hold twice as many, depending on the order. */
  private CompactSketch result() {
    return union.getResult(true, null);
  }

  /** The sketch is not serializable; engines want the value of an empty sum to be. */
  private Object writeReplace() {
    return new Packed(exactUpTo, toBytes());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("distinct ids travel packed");
  }

  private static final class Packed implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int exactUpTo;
    private final byte[] bytes;

    Packed(int exactUpTo, byte[] bytes) {
      this.exactUpTo = exactUpTo;
      this.bytes = bytes;
    }

    private Object readResolve() {
      return fromBytes(exactUpTo, bytes);
    }
  }
}
