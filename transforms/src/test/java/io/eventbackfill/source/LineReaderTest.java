package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void aByteOrderMarkMayComeInPieces(int chunk) throws IOException {
    LineReader lines = reader(new ChunkedChannel(utf8("\ufeffa\r\nb"), chunk));

    assertThat(lines.nextLine(), equalTo(new LineReader.Line(1, Bytes.of("a"), 1)));
    assertThat(lines.nextLine(), equalTo(new LineReader.Line(2, Bytes.of("b"), 1)));
    assertThat(lines.nextLine(), nullValue());
    assertThat(lines.nextLine(), nullValue());
  }

  @Test
  void aFailureComesAgainAtTheSamePlace() throws IOException {
    IOException failure = new IOException("gone");
    LineReader lines =
        new LineReader(new ChannelInput(new BreakingChannel(utf8("a\nbc"), failure)), 9);

    assertThat(lines.nextLine().bytes(), equalTo(Bytes.of("a")));
    for (int i = 0; i < 2; i++) {
      assertThrows(IOException.class, lines::next);
      assertThat(lines.currentRow(), is(2L));
      assertThat(lines.partial(), equalTo(Bytes.of("bc")));
    }
  }

  private static LineReader reader(ChunkedChannel channel) {
    return new LineReader(new ChannelInput(channel), 9);
  }
}
