package io.eventbackfill.source;

import static io.eventbackfill.source.Reading.read;
import static io.eventbackfill.source.WrittenAvro.ROWS;
import static io.eventbackfill.source.WrittenAvro.SYNC;
import static io.eventbackfill.source.WrittenAvro.container;
import static io.eventbackfill.source.WrittenAvro.numbers;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.model.Reason;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What damage costs: a block itself, a header the file, nothing else anything. */
class AvroDamageTest {

  /** Five rows a block; the second block is hit in its middle. */
  @Test
  void aDamagedBlockIsOneRecordAndRowsBehindItKeepTheirNumbers() {
    byte[] file = numbers("snappy");
    int second = indexOf(file, SYNC, indexOf(file, SYNC, 0) + 1);
    file[second + 16 + 20] ^= 0x55;

    RecordingSink sink = read(file);

    assertThat(sink.problems(), contains("f:6 unreadable-file"));
    assertThat(sink.rows().size(), equalTo(25));
    assertThat(sink.rows().get(4), equalTo("f:5={\"n\":4,\"s\":\"text 4\"}"));
    assertThat(sink.rows().get(5), equalTo("f:11={\"n\":10,\"s\":\"text 10\"}"));
  }

  @Test
  void aBlockThatLiesAboutItsLengthCostsItselfAndCountsAsOneRow() {
    for (byte[] length :
        new byte[][] {{0x10}, {0x7e}, {-1, -1, 0x7f}, {1}, {-1, -1, -1, -1, -1, 1}}) {
      byte[] file = numbers("null");
      int second = indexOf(file, SYNC, indexOf(file, SYNC, 0) + 1) + 16;
      byte[] lying =
          Packed.join(
              Arrays.copyOf(file, second + 1),
              length,
              Arrays.copyOfRange(file, second + 2, file.length));

      RecordingSink sink = read(lying);

      assertThat(sink.problems(), contains("f:6 unreadable-file"));
      assertThat(sink.rows().size(), equalTo(25));
      assertThat(sink.rows().get(5), equalTo("f:7={\"n\":10,\"s\":\"text 10\"}"));
    }
  }

  @Test
  void aBlockWithMoreOrFewerRecordsThanItSaysIsNotedAndDeliversWhatItHas() {
    byte[] file = numbers("null");
    int second = indexOf(file, SYNC, indexOf(file, SYNC, 0) + 1) + 16;

    file[second] = 3 * 2;
    RecordingSink fewer = read(file);
    file[second] = 8 * 2;
    RecordingSink more = read(file);

    assertThat(fewer.problems(), contains("f:9 unreadable-file"));
    assertThat(fewer.rows().get(8), equalTo("f:10={\"n\":10,\"s\":\"text 10\"}"));
    assertThat(more.problems(), contains("f:11 unreadable-file"));
    assertThat(more.rows().get(10), equalTo("f:14={\"n\":10,\"s\":\"text 10\"}"));
  }

  @Test
  void aFileThatIsCutDeliversItsWholeBlocks() {
    byte[] file = numbers("deflate");

    RecordingSink sink = read(Arrays.copyOf(file, file.length - 20));

    assertThat(sink.rows().size(), equalTo(25));
    assertThat(sink.problems(), contains("f:26 truncated-file"));
    assertThat(read(Arrays.copyOf(file, 20)).problems(), contains("f:0 truncated-file"));
  }

  @Test
  void millionsOfValuesWithoutBytesAreDamage() {
    byte[] endless = {-2, -1, -1, -1, -1, -1, -1, -1, 127, 0};

    RecordingSink nulls =
        read(container("{\"type\":\"array\",\"items\":\"null\"}", "null", 1, endless));
    RecordingSink records = read(container("\"null\"", "null", 200_000_000, new byte[0]));

    assertThat(nulls.problem().detail(), containsString("values without bytes"));
    assertThat(records.problem().detail(), containsString("values without bytes"));
  }

  @Test
  void textThatIsNotUtf8CostsItsRowOnly() {
    byte[] block = {2, 'a', 2, -1, 2, 'c'};

    RecordingSink sink = read(container("\"string\"", "null", 3, block));

    assertThat(sink.rows(), contains("f:1=\"a\"", "f:3=\"c\""));
    assertThat(sink.problem().reason(), equalTo(Reason.INVALID_UTF8));
  }

  @Test
  void itIsReadInsideGzipToo() {
    assertThat(read(Packed.gzip(numbers("snappy"))).rows().size(), equalTo(ROWS));
  }

  @Test
  void noDamageIsFatalAndRowsAreDeliveredOrStoodFor() {
    Random random = new Random(20261121);
    byte[] whole = numbers("deflate");

    for (int round = 0; round < 2_000; round++) {
      byte[] file = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        file[4 + random.nextInt(file.length - 4)] = (byte) random.nextInt(256);
      }

      RecordingSink sink = read(file);

      assertThat("round " + round, sink.rows().size(), lessThanOrEqualTo(ROWS));
      if (sink.rows().size() < ROWS) {
        assertThat("round " + round, sink.problems(), not(empty()));
      }
    }
  }

  private static int indexOf(byte[] file, byte[] part, int from) {
    for (int i = from; i <= file.length - part.length; i++) {
      if (Arrays.equals(file, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
