package io.eventbackfill.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.pacing.ActorLoads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class ActorLoadsCoderTest extends CoderContract<ActorLoads> {

  @Override
  Coder<ActorLoads> coder() {
    return ActorLoadsCoder.of();
  }

  @Override
  List<ActorLoads> values() {
    List<ActorLoads> values = new ArrayList<>();
    values.add(loads(new Who("device", "日本/😀", null)));
    values.add(ActorLoads.empty());
    values.add(loads(new Who("a", null, null)));
    values.add(loads(new Who(null, "a", null)));
    values.add(loads(new Who("a", null, null), new Who("a", null, null)));
    values.add(many(1_000));
    values.add(many(100_000));
    return values;
  }

  @Override
  Object comparable(ActorLoads loads) {
    return Bytes.of(loads.toBytes());
  }

  @Test
  void loadsCanChangeSoOnlyTheirBytesAreCompared() {
    assertThat(coder().consistentWithEquals(), is(false));
  }

  @Test
  void bytesThatAreNoLoadsAreRefusedAsSuch() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(coder(), values().get(0));
    bytes[2] = (byte) 0x80;
    assertThrows(IOException.class, () -> coder().decode(new ByteArrayInputStream(bytes)));
  }

  private static ActorLoads loads(Who... events) {
    ActorLoads loads = ActorLoads.empty();
    for (Who who : events) {
      loads.add(who);
    }
    return loads;
  }

  private static ActorLoads many(int devices) {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i < devices; i++) {
      loads.add(new Who("device-" + i, "user-" + i % 7, null));
    }
    return loads;
  }
}
