package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Reading.read;
import static io.eventbackfill.source.Reading.reader;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainFileTest {

  @Test
  void aLineEndsAtALineFeedAndKeepsNoneOfItsEnd() {
    RecordingSink sink = read(utf8("one\r\ntwo\n\n \t\r\nthr\ree\r\r\nlast"));

    assertThat(
        sink.rows(),
        contains("f:1=one", "f:2=two", "f:3=", "f:4= \t", "f:5=thr\ree\r", "f:6=last"));
    assertThat(sink.problems(), empty());
  }

  @Test
  void theLastLineNeedsNoEnd() {
    assertThat(read(utf8("a\nb\n")).rows(), contains("f:1=a", "f:2=b"));
    assertThat(read(utf8("a\nb\r")).rows(), contains("f:1=a", "f:2=b"));
  }

  @Test
  void anEmptyFileHasNoRowsAndIsFine() {
    assertThat(read(new byte[0]).rows(), empty());
    assertThat(read(new byte[0]).problems(), empty());
  }

  @Test
  void aFileOfOneByteIsText() {
    assertThat(read(utf8("P")).rows(), contains("f:1=P"));
    assertThat(read(utf8("\n")).rows(), contains("f:1="));
    assertThat(read(new byte[] {0x1f}).rows(), contains("f:1=\u001f"));
  }

  @Test
  void aByteOrderMarkIsRemovedAtTheStartOnly() {
    byte[] file = utf8("\ufeff{}\n\ufeff{}\n");

    assertThat(read(file).rows(), contains("f:1={}", "f:2=\ufeff{}"));
    assertThat(read(() -> new ChunkedChannel(file, 1)).rows(), equalTo(read(file).rows()));
    assertThat(read(() -> new ChunkedChannel(file, 2, 5)).rows(), equalTo(read(file).rows()));
    assertThat(read(utf8("\ufeff")).rows(), empty());
    assertThat(read(utf8("\ufeff\n")).rows(), contains("f:1="));
  }

  @Test
  void halfAByteOrderMarkIsALineThatIsNotUtf8() {
    RecordingSink sink = read(new byte[] {(byte) 0xef, (byte) 0xbb, '\n', 'a'});

    assertThat(sink.problems(), contains("f:1 invalid-utf8"));
    assertThat(sink.rows(), contains("f:2=a"));
  }

  @ParameterizedTest
  @CsvSource({
    "ff, a byte that never occurs",
    "c080, an overlong form",
    "eda080, half a surrogate pair",
    "f4908080, beyond U+10FFFF",
    "e282, cut off"
  })
  void aLineThatIsNotUtf8IsReportedWithItsBytesAndTheRestGoesOn(String hex) {
    byte[] bad = join(utf8("{\"a\":\""), HexFormat.of().parseHex(hex), utf8("\"}"));
    List<Bytes> kept = new ArrayList<>();
    RecordingSink rest = new RecordingSink();
    byte[] file = join(utf8("good\n"), bad, utf8("\r\nü😀\n"));

    reader(100).read("f", () -> new ChunkedChannel(file, 7), new KeepingBadBytes(rest, kept));

    assertThat(rest.rows(), contains("f:1=good", "f:3=ü😀"));
    assertThat(rest.problems(), contains("f:2 invalid-utf8"));
    assertThat(kept, contains(Bytes.of(bad)));
  }

  @ParameterizedTest
  @CsvSource({
    "fffe7b000a0000, UTF-16 text",
    "feff007b000a00, UTF-16 text",
    "fffe00007b0000, UTF-32 text",
    "0000feff000000, UTF-32 text"
  })
  void aFormatThatIsNotReadIsNamed(String hex, String name) {
    byte[] file = HexFormat.of().parseHex(hex);
    RecordingSink sink = read(file);

    assertThat(sink.rows(), empty());
    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(
        sink.problem().detail(), equalTo("this is " + name + ", which this version does not read"));
    assertThat(read(() -> new ChunkedChannel(file, 1)).problems(), equalTo(sink.problems()));
  }

  @Test
  void aFileThatCanNotBeOpenedIsOneRecord() {
    RecordingSink sink =
        read(
            () -> {
              throw new NoSuchFileException("s3://bucket/gone.json");
            });

    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(
        sink.problem().detail(),
        equalTo("opening failed: java.nio.file.NoSuchFileException: s3://bucket/gone.json"));
  }

  @Test
  void aStorageThatFailsOnTheWayIsNoTruncationWhateverItSays() {
    EOFException dropped = new EOFException("peer shut down");

    RecordingSink sink = read(() -> new BreakingChannel(utf8("one\ntwo\nthr"), dropped));

    assertThat(sink.rows(), contains("f:1=one", "f:2=two"));
    assertThat(sink.problems(), contains("f:3 unreadable-file"));
    assertThat(sink.problem().kept(), equalTo("thr"));
    assertThat(
        sink.problem().detail(), equalTo("reading failed: java.io.EOFException: peer shut down"));
  }

  @Test
  void aTimeoutIsAFailureOfTheStorage() {
    SocketTimeoutException timeout = new SocketTimeoutException("60 s");

    assertThat(
        read(() -> new BreakingChannel(utf8("a\n"), timeout)).problems(),
        contains("f:2 unreadable-file"));
  }

  @Test
  void anInterruptEndsTheWorkAndIsNoFaultOfTheFile() {
    for (IOException interrupt :
        List.of(new ClosedByInterruptException(), new InterruptedIOException("cancelled"))) {
      RecordingSink sink = new RecordingSink();
      ChannelOpener opener = () -> new BreakingChannel(utf8("a\nb"), interrupt);

      assertThrows(UncheckedIOException.class, () -> reader(10).read("f", opener, sink));

      assertThat(Thread.interrupted(), is(true));
      assertThat(sink.rows(), contains("f:1=a"));
      assertThat(sink.problems(), empty());
    }
  }

  @Test
  void whatTheSinkThrowsPassesThrough() {
    for (RuntimeException thrown :
        List.of(new UncheckedIOException(new EOFException()), new IllegalStateException("bug"))) {
      RowSink sink = new ThrowingSink(thrown);
      byte[] bad = {(byte) 0xff};

      for (byte[] file :
          List.of(utf8("a"), bad, Packed.gzip(bad), Packed.streamedZip(Map.of("m", bad)))) {
        RuntimeException seen =
            assertThrows(
                RuntimeException.class,
                () -> reader(10).read("f", () -> new ChunkedChannel(file, 100), sink));

        assertThat(seen, sameInstance(thrown));
      }
    }
  }

  @Test
  void namesAreNotInterpreted() {
    RecordingSink sink = new RecordingSink();
    String name = "s3://b/187520_2024-03-01_5#0 ü%20.json.gz";

    reader(10).read(name, () -> new ChunkedChannel(utf8("a"), 1), sink);

    assertThat(sink.rows(), contains(name + ":1=a"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
  void aLimitThatCanNotBeKeptIsRefused(int maxLineBytes) {
    assertThrows(IllegalArgumentException.class, () -> reader(maxLineBytes));
  }

  @Test
  void theReaderTravels() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(reader(17));
    }
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      ExportFileReader copy = (ExportFileReader) objects.readObject();

      assertThat(copy.settings().maxLineBytes(), is(17));
      assertThat(copy.settings().skipMember().test("h_complete"), is(true));
    }
  }

  /** Throws from every call. */
  private record ThrowingSink(RuntimeException thrown) implements RowSink {
    @Override
    public void row(RawRow row) {
      throw thrown;
    }

    @Override
    public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
      throw thrown;
    }
  }

  /** Passes everything on and keeps the bytes of bad rows. */
  private record KeepingBadBytes(RecordingSink rest, List<Bytes> kept) implements RowSink {
    @Override
    public void row(RawRow row) {
      rest.row(row);
    }

    @Override
    public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
      kept.add(bytes);
      rest.unreadable(origin, reason, bytes, detail);
    }
  }
}
