package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.streamedZip;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Packed.zip;
import static org.apache.commons.compress.archivers.zip.ZipArchiveEntry.DEFLATED;
import static org.apache.commons.compress.archivers.zip.ZipArchiveEntry.STORED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import io.eventbackfill.model.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

class ContentChecksumTest {
  private static final byte[] ROWS = utf8("{\"a\":1}\n{\"b\":2}\n\n{\"c\":3}");
  private static final Map<String, byte[]> MEMBERS =
      ImmutableMap.of("p/x.json.gz", gzip(ROWS), "p/y.json", ROWS);

  /** More than any buffer holds, and not to be compressed. */
  private static final byte[] NOISE = noise(300_000);

  /** Whole files of every kind, and damaged ones that are read in part. */
  private static final Map<String, byte[]> FILES =
      ImmutableMap.<String, byte[]>builder()
          .put("empty", new byte[0])
          .put("plain", ROWS)
          .put("long", NOISE)
          .put("gzip", gzip(ROWS))
          .put("gzip of two members and padding", join(gzip(ROWS), gzip(ROWS), new byte[9]))
          .put("gzip, cut", Arrays.copyOf(gzip(NOISE), 200_000))
          .put("gzip, broken early", join(gzip(ROWS), NOISE))
          .put("zip", zip(DEFLATED, MEMBERS))
          .put("zip, stored", zip(STORED, Map.of("noise", NOISE)))
          .put("zip, streamed", streamedZip(MEMBERS))
          .put("zip, cut", Arrays.copyOf(zip(STORED, Map.of("noise", NOISE)), 200_000))
          .put("zip without members", zip(DEFLATED, Map.of()))
          .put("zip behind which there is more", join(zip(DEFLATED, MEMBERS), NOISE))
          .put("parquet", join(utf8("PAR1"), NOISE))
          .buildOrThrow();

  @Test
  void theChecksumIsTheOneThatEveryoneComputes() {
    assertThat(read(utf8("123456789")), equalTo(Optional.of(new Content(9, 0xe3069283))));
  }

  @Test
  void everyFileHasTheChecksumOfAllItsBytesHoweverMuchOfThemIsRead() {
    FILES.forEach(
        (kind, file) -> {
          assertThat(kind, read(file), equalTo(Optional.of(content(file))));
          for (int chunk : new int[] {1, 7, 100_000}) {
            assertThat(kind, readChunks(file, chunk), equalTo(Optional.of(content(file))));
          }
        });
  }

  @Test
  void aChangedByteAnywhereChangesIt() {
    for (byte[] file : List.of(ROWS, gzip(ROWS), zip(DEFLATED, MEMBERS), streamedZip(MEMBERS))) {
      for (int i = 0; i < file.length; i++) {
        byte[] changed = file.clone();
        changed[i] ^= 1;

        assertThat(read(changed), equalTo(Optional.of(content(changed))));
        assertThat(read(changed), not(equalTo(read(file))));
        assertThat(readChunks(changed, 100), equalTo(Optional.of(content(changed))));
      }
    }
  }

  @Test
  void takingItChangesNothingForTheReader() {
    FILES.forEach(
        (kind, file) -> {
          assertThat(
              kind,
              sinkOf(() -> new SeekableInMemoryByteChannel(file)).raw(),
              equalTo(Reading.read(file).raw()));
          assertThat(
              kind,
              sinkOf(() -> new SeekableInMemoryByteChannel(file)).problems(),
              equalTo(Reading.read(file).problems()));
          assertThat(
              kind,
              sinkOf(() -> new ChunkedChannel(file, 1_000)).problems(),
              equalTo(Reading.read(() -> new ChunkedChannel(file, 1_000)).problems()));
        });
  }

  @Test
  void whatCanSeekStillCan() throws IOException {
    try (ContentChecksum seekable = checksum(() -> new SeekableInMemoryByteChannel(ROWS));
        ContentChecksum other = checksum(() -> new ChunkedChannel(ROWS, 9))) {
      assertThat(seekable.open(), instanceOf(SeekableByteChannel.class));
      assertThat(other.open(), not(instanceOf(SeekableByteChannel.class)));
    }
  }

  /** An archive by its directory takes a pass of its own; nothing else is read twice. */
  @Test
  void onlyWhatIsNotReadFromFrontToBackIsReadOnceMore() {
    assertThat(opened(ROWS), is(1));
    assertThat(opened(gzip(ROWS)), is(1));
    assertThat(opened(join(gzip(ROWS), NOISE)), is(1));
    assertThat(opened(zip(DEFLATED, MEMBERS)), is(2));
    // For its directory in vain, then from front to back.
    assertThat(opened(Arrays.copyOf(zip(STORED, Map.of("noise", NOISE)), 200_000)), is(2));
  }

  @Test
  void everythingThatWasOpenedIsClosed() {
    FILES.forEach(
        (kind, file) -> {
          Shelf shelf = new Shelf(file, 9);
          assertThat(kind, read(shelf).isPresent(), is(true));
          assertThat(kind, shelf.open.stream().anyMatch(ReadableByteChannel::isOpen), is(false));
        });
  }

  @Test
  void whatCanNotBeOpenedHasNoContent() {
    assertThat(
        read(
            () -> {
              throw new IOException("gone");
            }),
        equalTo(Optional.empty()));
  }

  @Test
  void whatCanNotBeReadToItsEndHasNoContent() {
    for (byte[] file : List.of(ROWS, gzip(ROWS), join(gzip(ROWS), NOISE), NOISE)) {
      for (int length : new int[] {0, 1, 5, file.length - 1, file.length}) {
        IOException failure = new IOException("reset");
        assertThat(
            read(() -> new BreakingChannel(Arrays.copyOf(file, length), failure)),
            equalTo(Optional.empty()));
      }
    }
  }

  @Test
  void whatCouldBeReadOnceMoreAfterItsStorageFailedHasNoContentEither() {
    for (byte[] file : List.of(ROWS, gzip(ROWS), NOISE)) {
      assertThat(read(() -> new Recovering(file)), equalTo(Optional.empty()));
    }
  }

  @Test
  void anArchiveThatCanNotBeOpenedOnceMoreHasItsRowsAndNoContent() {
    byte[] file = zip(DEFLATED, MEMBERS);
    RecordingSink sink = new RecordingSink();

    assertThat(read(new Shelf(file, 1), sink), equalTo(Optional.empty()));
    assertThat(sink.rows(), equalTo(Reading.read(file).rows()));
    assertThat(sink.problems(), empty());
  }

  /** The rows came from what was opened last; what was opened before was never read whole. */
  @Test
  void anArchiveThatCanNotBeOpenedWithoutItsDirectoryHasNoContent() {
    byte[] file = zip(STORED, Map.of("noise", NOISE));
    RecordingSink sink = new RecordingSink();

    assertThat(
        read(new Shelf(Arrays.copyOf(file, 200_000), 3, 1), sink), equalTo(Optional.empty()));
    assertThat(sink.problems(), contains("f:0 unreadable-file"));
  }

  @Test
  void anInterruptIsNoFaultOfTheFile() throws IOException {
    try (ContentChecksum checksum =
        checksum(() -> new BreakingChannel(ROWS, new ClosedByInterruptException()))) {
      assertThat(checksum.open().isOpen(), is(true));

      assertThrows(UncheckedIOException.class, checksum::take);
      assertThat(Thread.interrupted(), is(true));
    }
  }

  @Test
  void whoeverGivesUpReadsNoFurther() throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel(NOISE);
    try (ContentChecksum checksum = checksum(() -> channel)) {
      assertThat(checksum.open().isOpen(), is(true));
    }
    assertThat(channel.position(), is(0L));
    assertThat(channel.isOpen(), is(false));
  }

  private static ContentChecksum checksum(ChannelOpener opener) {
    return ContentChecksum.of("f", opener);
  }

  private static Optional<Content> read(byte[] file) {
    return read(() -> new SeekableInMemoryByteChannel(file));
  }

  private static Optional<Content> readChunks(byte[] file, int chunk) {
    return read(() -> new ChunkedChannel(file, chunk));
  }

  private static Optional<Content> read(ChannelOpener opener) {
    return read(opener, new RecordingSink());
  }

  private static Optional<Content> read(ChannelOpener opener, RecordingSink sink) {
    try (ContentChecksum checksum = checksum(opener)) {
      Reading.reader(Reading.MAX_LINE_BYTES).read("f", checksum, sink);
      return checksum.take();
    }
  }

  private static RecordingSink sinkOf(ChannelOpener opener) {
    RecordingSink sink = new RecordingSink();
    assertThat(read(opener, sink).isPresent(), is(true));
    return sink;
  }

  private static int opened(byte[] file) {
    Shelf shelf = new Shelf(file, 9);
    assertThat(read(shelf).isPresent(), is(true));
    return shelf.open.size();
  }

  private static Content content(byte[] file) {
    CRC32C checksum = new CRC32C();
    checksum.update(file);
    return new Content(file.length, (int) checksum.getValue());
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  /** Fails once, and goes on as if nothing had been. */
  private static final class Recovering implements ReadableByteChannel {
    private final ChunkedChannel bytes;
    private int reads;

    Recovering(byte[] bytes) {
      this.bytes = new ChunkedChannel(bytes, 5);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (reads++ == 2) {
        throw new IOException("reset");
      }
      return bytes.read(into);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Hands out a file a number of times, and then no more. */
  private static final class Shelf implements ChannelOpener {
    private final List<ReadableByteChannel> open = new ArrayList<>();
    private final byte[] file;
    private final int copies;
    private final int failing;
    private int openings;

    Shelf(byte[] file, int copies) {
      this(file, copies, -1);
    }

    /** The opening of this number, from 0, fails. */
    Shelf(byte[] file, int copies, int failing) {
      this.file = file;
      this.copies = copies;
      this.failing = failing;
    }

    @Override
    public ReadableByteChannel open() throws IOException {
      if (openings++ == failing || open.size() == copies) {
        throw new IOException("gone");
      }
      open.add(new SeekableInMemoryByteChannel(file));
      return open.get(open.size() - 1);
    }
  }
}
