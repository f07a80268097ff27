package io.eventbackfill.coders;

import io.eventbackfill.persons.DeviceFacts;
import io.eventbackfill.persons.LatestProfile;
import io.eventbackfill.persons.Sighting;
import io.eventbackfill.planning.DistinctIds;
import io.eventbackfill.planning.SharedDevices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

class DeviceFactsCoderTest extends CoderContract<DeviceFacts> {
  private static final LatestProfile PROFILE = LatestProfileCoderTest.profile(5, 7L, 9, "日本/😀", 1);

  @Override
  Coder<DeviceFacts> coder() {
    return DeviceFactsCoder.of();
  }

  @Override
  List<DeviceFacts> values() {
    List<DeviceFacts> values = new ArrayList<>();
    values.add(DeviceFacts.of(5, null, null, PROFILE));
    values.add(new DeviceFacts());
    values.add(DeviceFacts.of(5, null, null, null));
    values.add(DeviceFacts.of(5, new Sighting("a", 6), null, null));
    values.add(DeviceFacts.of(5, new Sighting("a", 6), users("a", "b"), null));
    values.add(DeviceFacts.of(5, new Sighting("a", 6), users("a", "b", "c"), null));
    return values;
  }

  @Override
  Object comparable(DeviceFacts facts) {
    return said(facts);
  }

  static List<?> said(DeviceFacts facts) {
    DistinctIds several = facts.severalUsers();
    String users = several == null ? "-" : Arrays.toString(several.toBytes());
    return Arrays.asList(facts.micros(), facts.firstUser(), users, facts.profile());
  }

  static DeviceFacts shared(String... users) {
    return DeviceFacts.of(5, new Sighting(users[0], 6), users(users), null);
  }

  private static @Nullable DistinctIds users(String... ids) {
    DistinctIds users = DistinctIds.exactUpTo(SharedDevices.EXACT_USERS);
    Arrays.asList(ids).forEach(users::add);
    return users;
  }
}
