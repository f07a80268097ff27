package io.eventbackfill.coders;

import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.planning.SharedDevices.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** {@link SharedDevices}: their number; of those that are named device, users and owner. */
public final class SharedDevicesCoder extends RecordCoder<SharedDevices> {
  private static final long serialVersionUID = 1L;
  private static final SharedDevicesCoder INSTANCE = new SharedDevicesCoder();

  private SharedDevicesCoder() {
    super(2);
  }

  public static SharedDevicesCoder of() {
    return INSTANCE;
  }

  @Override
  void write(SharedDevices devices, OutputStream out) throws IOException {
    Wire.writeLong(devices.devices(), out);
    Wire.writeLong(devices.most().size(), out);
    for (Shared device : devices.most()) {
      Wire.writeText(device.device(), out);
      Wire.writeLong(device.users(), out);
      Wire.writeOptional(device.owner(), Wire::writeText, out);
    }
  }

  @Override
  SharedDevices read(InputStream in) throws IOException {
    long devices = Wire.readLong(in);
    List<Shared> named = new ArrayList<>();
    for (long left = Wire.readLong(in); left > 0; left--) {
      named.add(
          new Shared(Wire.readText(in), Wire.readLong(in), Wire.readOptional(Wire::readText, in)));
    }
    return SharedDevices.of(devices, named);
  }

  /** Mutable, and without equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
