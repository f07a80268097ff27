package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.collect.Sets;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Whatever a file holds, it is read without an exception, and the same however it arrives. */
class ReaderFuzzTest {
  private static final int LONGEST = 200;

  @FuzzTest
  void anyBytesAreReadTheSameHoweverTheyArrive(byte[] file) {
    for (String name : List.of("f", "f.csv")) {
      AuditedSink whole = read(name, () -> new ChunkedChannel(file, 1 << 16));
      AuditedSink pieces = read(name, () -> new ChunkedChannel(file, 3, 1, 50));
      AuditedSink sought = read(name, () -> new SeekableInMemoryByteChannel(file));

      for (String source : Sets.union(whole.sources(), pieces.sources())) {
        // What a decoder has decoded when it meets damage depends on how much it was given at once,
        // and so does whether an archive is read beyond a damaged member without its directory.
        boolean damaged = whole.hasEnded() && pieces.hasEnded();
        int common =
            damaged
                ? Math.min(pieces.rows(source).size(), whole.rows(source).size())
                : whole.rows(source).size();
        assertThat(
            pieces.rows(source).subList(0, common), equalTo(whole.rows(source).subList(0, common)));
        assertThat(damaged || pieces.rows(source).size() == common, is(true));
      }
      if (!isZip(file)) {
        assertThat(sought.said(), equalTo(whole.said()));
      }
    }
  }

  private static boolean isZip(byte[] file) {
    return file.length > 1 && file[0] == 'P' && file[1] == 'K';
  }

  private static AuditedSink read(String name, ChannelOpener opener) {
    AuditedSink sink = new AuditedSink();
    new ExportFileReader(ReadSettings.upTo(LONGEST)).read(name, opener, sink);
    return sink;
  }
}
