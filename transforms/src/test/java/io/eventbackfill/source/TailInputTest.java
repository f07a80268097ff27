package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailInputTest {
  private static final byte[] END = {'P', 'K', 5, 6};

  @ParameterizedTest
  @CsvSource({
    "22, false",
    "23, false",
    "1000, false",
    "65557, false",
    "65558, true",
    "21, true",
    "4, true"
  })
  void anArchiveIsCutUnlessItsDirectoryEndsNearItsEnd(int fromEnd, boolean cut) throws IOException {
    byte[] file = new byte[300_000];
    System.arraycopy(END, 0, file, file.length - fromEnd, END.length);

    for (int[] chunks : new int[][] {{300_000}, {65_557}, {5_000, 40_007}, {70_001, 3}}) {
      TailInput input = new TailInput(new ChannelInput(new ChunkedChannel(file, chunks)));
      assertThat(input.isCut(), is(false));

      input.skipNBytes(file.length);
      assertThat(input.read(), is(-1));

      assertThat(input.isCut(), is(cut));
    }
  }
}
