package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamagedVolumeTest {
  private static final int BLOCK = VolumeFormat.BLOCK_BYTES + VolumeFormat.CHECKSUM_BYTES;

  /** Two blocks, as the neighbours in the middle are too far apart for one. */
  private static final List<Sent> ENTRIES =
      List.of(
          Sent.delivered(Long.MIN_VALUE, 3),
          new Sent(Long.MIN_VALUE + 100_000, 4, 1_700_000_000_000L),
          Sent.delivered(100_001, Long.MIN_VALUE),
          Sent.delivered(100_001, 8),
          new Sent(170_000, 9, 1));

  private static String refusal(WrittenVolume damaged) {
    return assertThrows(LedgerRefusedException.class, damaged::readAll).getMessage();
  }

  @Test
  void everyChangedByteIsRefused() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);
    for (int i = 0; i < sound.content().length; i++) {
      for (int change = 1; change < 256; change++) {
        byte[] content = sound.content().clone();
        content[i] ^= (byte) change;
        assertThat(refusal(sound.with(content)), startsWith(WrittenVolume.ADDRESS + " "));
      }
    }
  }

  /** Most joins never see the end: what they are told before must be right. */
  @Test
  void noChangedByteChangesAnAnswer() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);
    for (int i = 0; i < sound.content().length; i++) {
      for (int change = 1; change < 256; change++) {
        byte[] content = sound.content().clone();
        content[i] ^= (byte) change;
        requireTrueAnswersOrNone(sound.with(content));
      }
    }
  }

  private static void requireTrueAnswersOrNone(WrittenVolume damaged) throws IOException {
    try (VolumeCursor cursor = new VolumeCursor(damaged.open())) {
      for (Sent entry : ENTRIES) {
        assertThat(cursor.find(entry.millis(), entry.fingerprint()), equalTo(entry));
      }
    } catch (LedgerRefusedException e) {
      assertThat(e.getMessage(), startsWith(WrittenVolume.ADDRESS));
    }
  }

  @Test
  void aFileCutAnywhereIsRefusedAtItsEnd() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);
    for (int length = 0; length < sound.content().length; length++) {
      assertThat(
          refusal(sound.with(Arrays.copyOf(sound.content(), length))),
          equalTo(WrittenVolume.ADDRESS + " is damaged: it ends too early"));
    }
  }

  @Test
  void aFileThatGoesOnIsRefused() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);

    assertThat(
        refusal(sound.with(Bytes.concat(sound.content(), new byte[1]))),
        containsString("goes on behind its end"));
  }

  @Test
  void theRefusalSaysWhatIsWrong() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);

    assertThat(refusal(changed(sound, 0, 0)), endsWith(" is not a part of a delivery history"));
    assertThat(
        refusal(changed(sound, 4, 2)), endsWith(" was written by a newer version (format 2)"));
    assertThat(refusal(changed(sound, 4, 0)), endsWith(" is damaged: there is no format 0"));
    assertThat(refusal(changed(sound, 36, 0)), endsWith(" is damaged: a checksum is wrong"));
  }

  @Test
  void aHugeLengthIsRefusedBeforeItIsBelieved() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);

    assertThat(
        refusal(changed(sound, 20, Integer.MAX_VALUE)),
        endsWith(" is damaged: a block of 2 entries in 2147483647 bytes"));
    assertThat(
        refusal(changed(sound, 16, Integer.MAX_VALUE)),
        containsString("a block of 2147483647 entries"));
    assertThat(refusal(changed(sound, 16, -1)), containsString("a block of -1 entries"));
    assertThat(refusal(changed(sound, 20, -1)), containsString("in -1 bytes"));
  }

  private static WrittenVolume changed(WrittenVolume sound, int offset, int value) {
    byte[] content = sound.content().clone();
    ByteBuffer.wrap(content).putInt(offset, value);
    return sound.with(content);
  }

  /** Each block is sound by itself; its place is not. */
  @Test
  void aMissingBlockIsNoticedBeforeTheNextOneIsUsed() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);
    int length = ByteBuffer.wrap(sound.content()).getInt(VolumeFormat.HEADER_BYTES + 4);
    int second = VolumeFormat.HEADER_BYTES + BLOCK + length;
    byte[] header = Arrays.copyOf(sound.content(), VolumeFormat.HEADER_BYTES);
    byte[] rest = Arrays.copyOfRange(sound.content(), second, sound.content().length);

    try (VolumeCursor cursor = new VolumeCursor(sound.with(Bytes.concat(header, rest)).open())) {
      assertThrows(LedgerRefusedException.class, () -> cursor.find(100_001, 8));
    }
  }

  @Test
  void aLaneTakenForAnotherIsRefused() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);

    LedgerRefusedException refusal =
        assertThrows(
            LedgerRefusedException.class,
            () ->
                new VolumeReader(
                    new ByteArrayInputStream(sound.content()),
                    WrittenVolume.NAME.replace("0007", "0008"),
                    "there",
                    sound.file()));

    assertThat(refusal.getMessage(), equalTo("there is the file of another lane or volume"));
  }

  @Test
  void aFileThatTheDescriptorDoesNotMeanIsRefused() throws IOException {
    WrittenVolume sound = WrittenVolume.of(Sent.delivered(1, 1), Sent.delivered(5, 2));
    List<WrittenVolume> others =
        List.of(
            WrittenVolume.of(Sent.delivered(1, 1), Sent.delivered(5, 3)),
            WrittenVolume.of(Sent.delivered(1, 1), Sent.delivered(6, 2)),
            WrittenVolume.of(Sent.delivered(2, 1), Sent.delivered(5, 2)),
            WrittenVolume.of(Sent.delivered(1, 1), Sent.delivered(2, 1), Sent.delivered(5, 2)));

    for (WrittenVolume other : others) {
      assertThat(
          refusal(sound.with(other.content())),
          allOf(startsWith(WrittenVolume.ADDRESS), endsWith("not the one the volume was made of")));
    }
  }

  /** Long before its end, where the checksum would tell. */
  @Test
  void aFileThatBeginsAtAnotherTimeIsRefusedAtOnce() throws IOException {
    WrittenVolume sound =
        WrittenVolume.of(Sent.delivered(-1, 1), Sent.delivered(Long.MAX_VALUE, 2));
    byte[] other =
        WrittenVolume.of(Sent.delivered(-2, 1), Sent.delivered(Long.MAX_VALUE, 2)).content();

    try (VolumeCursor cursor = new VolumeCursor(sound.with(other).open())) {
      assertThrows(LedgerRefusedException.class, () -> cursor.find(-2, 1));
    }
  }

  /** Bytes that nobody has written, behind a sound header. */
  @Test
  void noGarbageGetsThrough() throws IOException {
    WrittenVolume sound = WrittenVolume.of(ENTRIES);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] content = sound.content().clone();
      int from = random.nextInt(content.length - 4);
      for (int j = from; j < Math.min(content.length, from + 4 + random.nextInt(40)); j++) {
        content[j] = (byte) random.nextInt();
      }
      if (!Arrays.equals(content, sound.content())) {
        assertThat(refusal(sound.with(content)), notNullValue());
      }
    }
  }

  @Test
  void whatIsSkippedIsVerifiedToo() throws IOException {
    List<Sent> many = new ArrayList<>();
    for (int i = 0; i < 3 * VolumeFormat.MAX_ENTRIES; i++) {
      many.add(Sent.delivered(i, i));
    }
    WrittenVolume sound = WrittenVolume.of(many);
    byte[] content = sound.content().clone();
    content[1000] ^= 1;

    try (VolumeCursor cursor = new VolumeCursor(sound.with(content).open())) {
      assertThrows(LedgerRefusedException.class, () -> cursor.find(many.size() - 1, 1));
    }
  }
}
