package io.eventbackfill.coders;

import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.planning.SharedDevices.Shared;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class SharedDevicesCoderTest extends CoderContract<SharedDevices> {

  @Override
  Coder<SharedDevices> coder() {
    return SharedDevicesCoder.of();
  }

  @Override
  List<SharedDevices> values() {
    return List.of(
        SharedDevices.of(5, List.of(new Shared("日本/😀", 3), new Shared("b", 2))),
        new SharedDevices(),
        SharedDevices.of(6, List.of(new Shared("日本/😀", 3), new Shared("b", 2))),
        SharedDevices.of(5, List.of(new Shared("日本/😀", 3))),
        SharedDevices.of(5, List.of(new Shared("b", Long.MAX_VALUE))),
        SharedDevices.of(5, List.of(new Shared("b", Long.MAX_VALUE, "anna"))));
  }

  @Override
  int version() {
    return 2;
  }

  @Override
  Object comparable(SharedDevices devices) {
    return List.of(devices.devices(), devices.most());
  }
}
