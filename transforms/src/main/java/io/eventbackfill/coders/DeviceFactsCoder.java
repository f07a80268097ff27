package io.eventbackfill.coders;

import io.eventbackfill.persons.DeviceFacts;
import io.eventbackfill.planning.SharedDevices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link DeviceFacts}: micros, first user, several users, profile. */
public final class DeviceFactsCoder extends RecordCoder<DeviceFacts> {
  private static final long serialVersionUID = 1L;
  private static final DeviceFactsCoder INSTANCE = new DeviceFactsCoder();
  private static final DistinctIdsCoder USERS = DistinctIdsCoder.of(SharedDevices.EXACT_USERS);

  private DeviceFactsCoder() {
    super(1);
  }

  public static DeviceFactsCoder of() {
    return INSTANCE;
  }

  @Override
  void write(DeviceFacts facts, OutputStream out) throws IOException {
    Wire.writeLong(facts.micros(), out);
    Wire.writeOptional(facts.firstUser(), SightingCoder.of()::encode, out);
    Wire.writeOptional(facts.severalUsers(), USERS::encode, out);
    Wire.writeOptional(facts.profile(), LatestProfileCoder.of()::encode, out);
  }

  @Override
  DeviceFacts read(InputStream in) throws IOException {
    return DeviceFacts.of(
        Wire.readLong(in),
        Wire.readOptional(SightingCoder.of()::decode, in),
        Wire.readOptional(USERS::decode, in),
        Wire.readOptional(LatestProfileCoder.of()::decode, in));
  }

  /** Facts are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
