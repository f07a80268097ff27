package io.eventbackfill.coders;

import io.eventbackfill.model.Merge;
import io.eventbackfill.persons.DeviceFacts;
import io.eventbackfill.persons.LatestProfile;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.persons.PersonFacts.Stranger;
import io.eventbackfill.persons.Sighting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * {@link PersonFacts}: devices, users, members, strangers, merges; each as their number and then in
 * their order.
 */
public final class PersonFactsCoder extends RecordCoder<PersonFacts> {
  private static final long serialVersionUID = 1L;
  private static final PersonFactsCoder INSTANCE = new PersonFactsCoder();

  private PersonFactsCoder() {
    super(1);
  }

  public static PersonFactsCoder of() {
    return INSTANCE;
  }

  @Override
  void write(PersonFacts facts, OutputStream out) throws IOException {
    Map<String, DeviceFacts> devices = facts.devices();
    Wire.writeLong(devices.size(), out);
    for (Map.Entry<String, DeviceFacts> device : devices.entrySet()) {
      Wire.writeText(device.getKey(), out);
      DeviceFactsCoder.of().encode(device.getValue(), out);
    }
    Map<String, LatestProfile> users = facts.users();
    Wire.writeLong(users.size(), out);
    for (Map.Entry<String, LatestProfile> user : users.entrySet()) {
      Wire.writeText(user.getKey(), out);
      LatestProfileCoder.of().encode(user.getValue(), out);
    }
    Map<String, Sighting> members = facts.members();
    Wire.writeLong(members.size(), out);
    for (Map.Entry<String, Sighting> member : members.entrySet()) {
      Wire.writeText(member.getKey(), out);
      SightingCoder.of().encode(member.getValue(), out);
    }
    Map<Stranger, Long> strangers = facts.strangers();
    Wire.writeLong(strangers.size(), out);
    for (Map.Entry<Stranger, Long> stranger : strangers.entrySet()) {
      Wire.writeText(stranger.getKey().person(), out);
      Wire.writeText(stranger.getKey().device(), out);
      Wire.writeLong(stranger.getValue(), out);
    }
    Wire.writeLong(facts.merges().size(), out);
    for (Merge merge : facts.merges()) {
      MergeCoder.of().encode(merge, out);
    }
  }

  @Override
  PersonFacts read(InputStream in) throws IOException {
    PersonFacts facts = new PersonFacts();
    for (long left = Wire.readLong(in); left > 0; left--) {
      facts.addDevice(Wire.readText(in), DeviceFactsCoder.of().decode(in));
    }
    for (long left = Wire.readLong(in); left > 0; left--) {
      facts.addUser(Wire.readText(in), LatestProfileCoder.of().decode(in));
    }
    for (long left = Wire.readLong(in); left > 0; left--) {
      facts.addMember(Wire.readText(in), SightingCoder.of().decode(in));
    }
    for (long left = Wire.readLong(in); left > 0; left--) {
      Stranger stranger = new Stranger(Wire.readText(in), Wire.readText(in));
      facts.addStranger(stranger, Wire.readLong(in));
    }
    for (long left = Wire.readLong(in); left > 0; left--) {
      facts.addMerge(MergeCoder.of().decode(in));
    }
    return facts;
  }

  /** Facts are mutable and have no equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
