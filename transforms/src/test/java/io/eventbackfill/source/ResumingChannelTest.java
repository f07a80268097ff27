package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumingChannelTest {
  private static final byte[] FILE = noise(1_000_000);
  private final IOException reset = new SocketException("Connection reset");

  @Test
  void aDroppedConnectionIsResumedAtTheByteWhereItWas() throws IOException {
    DroppingStorage storage = new DroppingStorage(FILE).dropping(300, reset).dropping(70, reset);

    assertThat(all(storage, 100), equalTo(FILE));
    assertThat(storage.readFrom, contains(0L, 200L, 200L));
    assertThat(storage.opened, is(3));
    assertThat(storage.closed, is(3));
  }

  @Test
  void theUncheckedExceptionsOfClientsAreFailuresOfTheStorage() throws IOException {
    RuntimeException ofClient = new IllegalStateException("SlowDown");
    DroppingStorage storage =
        new DroppingStorage(FILE).dropping(300, ofClient).dropping(-1, ofClient);

    assertThat(all(storage, 64), equalTo(FILE));

    DroppingStorage closed = new DroppingStorage(FILE).dropping(-1, ofClient);
    IOException failure =
        assertThrows(IOException.class, () -> ResumingChannel.over(closed).close());
    assertThat(failure.getMessage(), is("SlowDown"));
  }

  @Test
  void aStorageThatSaysNothingMoreIsAskedAgain() throws IOException {
    assertThat(all(new DroppingStorage(FILE).dropping(300, null), 64), equalTo(FILE));
  }

  @Test
  void anyNumberOfDropsIsFineAsLongAsBytesCome() throws IOException {
    DroppingStorage storage = new DroppingStorage(FILE);
    for (int i = 0; i < 50; i++) {
      storage.dropping(20_000, reset);
    }

    assertThat(all(storage, 1000), equalTo(FILE));
    assertThat(storage.opened, is(51));
  }

  @Test
  void withoutAByteItGivesUpAfterThreeMoreAttempts() throws IOException {
    DroppingStorage storage = new DroppingStorage(FILE).dropping(300, reset);
    for (int i = 0; i < 10; i++) {
      storage.dropping(i % 2 == 0 ? 0 : -1, reset);
    }

    IOException failure = assertThrows(IOException.class, () -> all(storage, 100));

    assertThat(failure, is(sameInstance(reset)));
    assertThat(storage.opened, is(1 + ResumingChannel.MOST_IN_A_ROW));
  }

  @Test
  void aFileThatChangedMeanwhileIsNotReadOn() throws IOException {
    DroppingStorage storage = new DroppingStorage(FILE).dropping(300, reset);
    ReadableByteChannel channel = ResumingChannel.over(storage);
    storage.replace(Arrays.copyOf(FILE, 999_999));

    IOException failure = assertThrows(IOException.class, () -> read(channel, 1000));

    assertThat(
        failure.getMessage(),
        containsString("changed while it was read: it had 1,000,000 bytes and has 999,999"));
  }

  @Test
  void anInterruptIsNoFailureOfTheStorage() throws IOException {
    DroppingStorage storage =
        new DroppingStorage(FILE).dropping(0, new ClosedByInterruptException());
    ReadableByteChannel channel = ResumingChannel.over(storage);

    assertThrows(UncheckedIOException.class, () -> read(channel, 10));

    assertThat(Thread.interrupted(), is(true));
    assertThat(storage.opened, is(1));
  }

  @Test
  void whereItSeeksItReadsFromThereAndResumesThere() throws IOException {
    DroppingStorage storage = new DroppingStorage(FILE).dropping(500_100, reset);
    SeekableByteChannel channel = (SeekableByteChannel) ResumingChannel.over(storage);

    assertThat(read(channel.position(999_990), 100), equalTo(range(999_990, 1_000_000)));
    assertThat(read(channel.position(10), 100), equalTo(range(10, 110)));
    assertThat(channel.position(), is(110L));
    assertThat("read over", read(channel.position(200_000), 10), equalTo(range(200_000, 200_010)));
    assertThat("failed", read(channel.position(0), 400_000), equalTo(range(0, 400_000)));
    assertThat("at the end", channel.position(1_000_000).read(ByteBuffer.allocate(1)), is(-1));
    assertThat(channel.size(), is(1_000_000L));
  }

  @Test
  void aClosedOneIsNotOpenedAgain() throws IOException {
    DroppingStorage storage = new DroppingStorage(FILE);
    ReadableByteChannel channel = ResumingChannel.over(storage);
    channel.close();

    assertThrows(ClosedChannelException.class, () -> read(channel, 1));
    assertThat(channel.isOpen(), is(false));
    assertThat(storage.opened, is(1));
  }

  @Test
  void whatCanNotSeekIsLeftAsItIs() throws IOException {
    BreakingChannel channel = new BreakingChannel(utf8("abc"), new EOFException());

    assertThat(ResumingChannel.over(() -> channel), is(sameInstance(channel)));
    assertThat(
        ResumingChannel.over(new DroppingStorage(FILE)), is(instanceOf(ResumingChannel.class)));
  }

  private static byte[] all(DroppingStorage storage, int atOnce) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ReadableByteChannel channel = ResumingChannel.over(storage)) {
      byte[] some = read(channel, atOnce);
      while (some.length > 0) {
        all.write(some);
        some = read(channel, atOnce);
      }
    }
    return all.toByteArray();
  }

  /** What one read gives. */
  private static byte[] read(ReadableByteChannel channel, int most) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(most);
    int read = channel.read(into);
    assertThat("bytes", into.position(), is(Math.max(read, 0)));
    return Arrays.copyOf(into.array(), Math.max(read, 0));
  }

  private static byte[] range(int from, int to) {
    return Arrays.copyOfRange(FILE, from, to);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
