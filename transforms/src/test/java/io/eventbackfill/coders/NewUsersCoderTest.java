package io.eventbackfill.coders;

import io.eventbackfill.planning.NewUsers;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class NewUsersCoderTest extends CoderContract<NewUsers> {
  private static final long LATER = 1_900_000_000_000L;

  @Override
  Coder<NewUsers> coder() {
    return NewUsersCoder.of();
  }

  @Override
  List<NewUsers> values() {
    return List.of(
        users(1_709_283_600_000L),
        new NewUsers(),
        users(LATER),
        users(-62_135_596_800_000L),
        users(1_709_283_600_000L, 1_709_283_600_001L),
        users(1_709_283_600_000L, 1_719_283_600_000L));
  }

  @Override
  Object comparable(NewUsers users) {
    return List.of(users.users(), users.months().kept(), users.months().others());
  }

  private static NewUsers users(long... history) {
    NewUsers users = new NewUsers();
    for (long first : history) {
      users.add(first, LATER);
    }
    return users;
  }
}
