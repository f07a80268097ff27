package io.eventbackfill.coders;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.planning.DistinctIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class DistinctIdsCoderTest extends CoderContract<DistinctIds> {
  private static final int EXACT = 32;

  @Override
  Coder<DistinctIds> coder() {
    return DistinctIdsCoder.of(EXACT);
  }

  @Override
  List<DistinctIds> values() {
    return List.of(ids(3), ids(0), ids(1), ids(32), ids(33), ids(5_000));
  }

  @Override
  Object comparable(DistinctIds ids) {
    return Bytes.of(ids.toBytes());
  }

  @Test
  void bytesThatAreNoIdsAreRefusedAsSuch() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(coder(), ids(3));
    bytes[3] = 0x7f;
    assertThrows(IOException.class, () -> coder().decode(new ByteArrayInputStream(bytes)));
  }

  private static DistinctIds ids(int count) {
    DistinctIds ids = DistinctIds.exactUpTo(EXACT);
    IntStream.range(0, count).forEach(i -> ids.add("id-" + i));
    return ids;
  }
}
