package io.eventbackfill.planning;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewUsersTest {
  private static final long NONE = Long.MAX_VALUE;

  private final NewUsers users = new NewUsers();

  @Test
  void whoIsLiveAndHasAnEarlierHistoryMoves() {
    users.add(millis("2024-02-29T23:59:59.999Z"), millis("2024-05-01T00:00:00Z"));
    users.add(millis("2024-03-01T00:00:00Z"), millis("2024-05-01T00:00:00Z"));
    users.add(millis("2024-03-31T00:00:00Z"), millis("2024-03-31T00:00:00.001Z"));

    assertThat(users.users(), is(3L));
    assertThat(users.moved(), is(3L));
    assertThat(months(users), is("2024-02 1, 2024-03 2, others 0"));
  }

  @Test
  void nobodyElseMoves() {
    users.add(millis("2024-03-01T00:00:00Z"), NONE);
    users.add(NONE, millis("2024-03-01T00:00:00Z"));
    users.add(millis("2024-03-01T00:00:00Z"), millis("2024-03-01T00:00:00Z"));
    users.add(millis("2024-03-02T00:00:00Z"), millis("2024-03-01T00:00:00Z"));

    assertThat("three of them are live", users.users(), is(3L));
    assertThat(users.moved(), is(0L));
  }

  @Test
  void partsAddUpAndMonthsWithoutEndAreBounded() {
    NewUsers other = new NewUsers();
    for (int year = 1970; year < 2080; year++) {
      for (int month = 1; month <= 12; month++) {
        String day = "%d-%02d-01T00:00:00Z".formatted(year, month);
        (month % 2 == 0 ? users : other).add(millis(day), NONE - 1);
      }
    }
    users.merge(other);

    assertThat(users.users(), is(1_320L));
    assertThat(users.moved(), is(1_320L));
    assertThat(users.months().kept().size(), is(NewUsers.MOST_MONTHS));
    assertThat(users.months().others().count(), is(120L));
  }

  private static String months(NewUsers users) {
    StringBuilder text = new StringBuilder();
    users.months().kept().forEach((m, s) -> text.append(m + " " + s.count() + ", "));
    return text + "others " + users.months().others().count();
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
