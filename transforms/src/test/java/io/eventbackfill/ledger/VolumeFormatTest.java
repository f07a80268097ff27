package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeFormatTest {

  /** Files live for years: whatever changes these bytes needs a new version. */
  @Test
  void theFormatIsTheDocumentedOne() throws IOException {
    WrittenVolume written =
        WrittenVolume.of(new Sent(-5, 0x0102030405060708L, 0), new Sent(95, -1, 300));

    assertThat(
        HexFormat.of().formatHex(written.content()),
        equalTo(
            "45426876"
                + "00000001"
                + "64ae2fe09c4588d9"
                + "00000002"
                + "00000015"
                + "fffffffffffffffb"
                + "000000000000005f"
                + "569aa4f1"
                + "00"
                + "0102030405060708"
                + "c901"
                + "ffffffffffffffff"
                + "ac02"
                + "00000000"
                + "0000000000000002"
                + "c27df268"));
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    List<Sent> extremes =
        List.of(
            new Sent(Long.MIN_VALUE, Long.MIN_VALUE, 0),
            new Sent(Long.MIN_VALUE, -1, Long.MAX_VALUE),
            new Sent(Long.MIN_VALUE, Long.MAX_VALUE, 1),
            new Sent(-1, 0, 0),
            new Sent(0, 0, 0),
            new Sent(Long.MAX_VALUE - 1, 5, 127),
            new Sent(Long.MAX_VALUE, 5, 128),
            new Sent(Long.MAX_VALUE, 6, 0));

    WrittenVolume written = WrittenVolume.of(extremes);

    assertThat(written.readAll(), equalTo(extremes));
    assertThat(written.file().first(), equalTo(Long.MIN_VALUE));
    assertThat(written.file().last(), equalTo(Long.MAX_VALUE));
    assertThat(written.file().entries(), equalTo(8L));
    assertThat(written.file().bytes(), equalTo((long) written.content().length));
  }

  @Test
  void neighboursTooFarApartForALongAreRead() throws IOException {
    List<Sent> apart =
        List.of(Sent.delivered(Long.MIN_VALUE, 1), Sent.delivered(Long.MAX_VALUE, 1));

    assertThat(WrittenVolume.of(apart).readAll(), equalTo(apart));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 8192, 10_000})
  void blocksEndAnywhere(int count) throws IOException {
    List<Sent> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(Sent.delivered(i / 3, i));
    }

    WrittenVolume written = WrittenVolume.of(entries);

    assertThat(written.readAll(), equalTo(entries));
    assertThat(written.file().entries(), equalTo((long) count));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyEntriesAreReadAndFound(long seed) throws IOException {
    Random random = new Random(seed);
    List<Sent> entries = WrittenVolume.randomEntries(random, random.nextInt(6000) + 1);
    WrittenVolume written = WrittenVolume.of(entries);
    assertThat(written.readAll(), equalTo(entries));

    // Every third is asked for, with a stranger beside it.
    try (VolumeCursor cursor = new VolumeCursor(written.open())) {
      for (int i = 0; i < entries.size(); i += 1 + random.nextInt(5)) {
        Sent entry = entries.get(i);
        assertThat(cursor.find(entry.millis(), entry.fingerprint()), equalTo(entry));
        assertThat(cursor.find(entry.millis(), random.nextLong()), nullValue());
      }
    }
  }

  @Test
  void withinAMillisecondEventsAreFoundInAnyOrder() throws IOException {
    List<Sent> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(new Sent(i < 9_000 ? 7 : 8, i * 31L - 100_000, i % 5));
    }
    WrittenVolume written = WrittenVolume.of(entries);
    List<Sent> seven = new ArrayList<>(entries.subList(0, 9_000));
    Collections.shuffle(seven, new Random(1));

    try (VolumeCursor cursor = new VolumeCursor(written.open())) {
      for (Sent entry : seven) {
        assertThat(cursor.find(7, entry.fingerprint()), equalTo(entry));
      }
      assertThat(cursor.find(8, seven.get(0).fingerprint()), nullValue());
      assertThat(cursor.find(8, entries.get(9_999).fingerprint()), equalTo(entries.get(9_999)));
      assertThat(cursor.find(9, 0), nullValue());
      assertThat(cursor.find(10, 0), nullValue());
    }
  }

  @Test
  void earlierTimesCannotBeAskedForAgain() throws IOException {
    try (VolumeCursor cursor = new VolumeCursor(WrittenVolume.of(Sent.delivered(5, 1)).open())) {
      assertThat(cursor.find(Long.MIN_VALUE, 1), nullValue());
      assertThat(cursor.find(5, 1), equalTo(Sent.delivered(5, 1)));
      assertThrows(IllegalStateException.class, () -> cursor.find(4, 1));
    }
  }

  @Test
  void entriesOutOfOrderAreNotWritten() throws IOException {
    try (VolumeWriter writer = new VolumeWriter(new ByteArrayOutputStream(), "name")) {
      writer.write(Sent.delivered(5, 1));
      assertThrows(IllegalArgumentException.class, () -> writer.write(Sent.delivered(4, 2)));
      assertThrows(IllegalArgumentException.class, () -> writer.write(Sent.delivered(5, 0)));
      assertThrows(IllegalArgumentException.class, () -> writer.write(new Sent(5, 1, 9)));
      writer.write(Sent.delivered(5, 2));
    }
  }

  @Test
  void anEmptyFileIsNotFinished() throws IOException {
    try (VolumeWriter writer = new VolumeWriter(new ByteArrayOutputStream(), "name")) {
      assertThrows(IllegalStateException.class, writer::finish);
    }
  }

  /** What is 20 seconds apart takes eleven bytes, and an empty history none. */
  @Test
  void anEntryTakesAboutElevenBytes() throws IOException {
    Random random = new Random(1);
    List<Sent> entries = new ArrayList<>();
    long millis = 1_700_000_000_000L;
    for (int i = 0; i < 100_000; i++) {
      millis += random.nextInt(40_000);
      entries.add(Sent.delivered(millis, random.nextLong()));
    }
    entries.sort(Sent.ORDER);

    assertThat(WrittenVolume.of(entries).file().bytes() / 100_000.0, lessThanOrEqualTo(11.0));
  }

  @Test
  void aMillionEntriesAreJoinedInOnePass() throws IOException {
    List<Sent> entries = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      entries.add(Sent.delivered(i * 20_000L, i * 0x9E3779B97F4A7C15L));
    }
    WrittenVolume written = WrittenVolume.of(entries);
    int found = 0;

    try (VolumeCursor cursor = new VolumeCursor(written.open())) {
      for (Sent entry : entries) {
        found += cursor.find(entry.millis(), entry.fingerprint()) == null ? 0 : 1;
        found += cursor.find(entry.millis() + 1, entry.fingerprint()) == null ? 0 : 1;
      }
    }

    assertThat(found, is(1_000_000));
  }
}
