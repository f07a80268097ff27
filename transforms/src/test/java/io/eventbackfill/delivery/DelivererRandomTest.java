package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.IndexMode;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random lanes against random faults; a failure names the seed that repeats it. */
class DelivererRandomTest {
  private static final int LANES = 100;

  private static final List<IndexMode> MODES = List.of(IndexMode.values());

  /** What a lane of up to 300 events may cost with every third answer a fault. */
  private static final long MOST_REQUESTS = 400;

  /** Answers get lost, with and without the events being stored. */
  private static final String FORGETFUL =
      "6%: drop; 6%: store-then-drop; 5%: truncate; 5%: store-then-500; 3%: 503; 3%: half-json;"
          + " 3%: 429-empty times 3; device device-1: 429 for 40s times 3;"
          + " user user-1: 429 for 20s times 2; 2%: delay 2m";

  /** Nothing is stored behind the client's back, but much is refused. */
  private static final String STRICT =
      "4%: drop; 4%: 500; 3%: 413; 2%: 400; 2%: 429 times 2; device device-2: 429-quota times 1;"
          + " insert i-13: 403; insert i-44: 403;"
          + " 4%: 400 body {\"code\":400,\"events_with_invalid_fields\":{\"time\":[1,5,900]}};"
          + " 4%: 429 body {\"code\":\"429\",\"throttled_events\":[2]};"
          + " 3%: 400 body {\"code\":400,\"silenced_devices\":[\"device-4\"]}";

  @Test
  void lostAnswers() throws InterruptedException {
    for (int seed = 0; seed < LANES; seed++) {
      run(seed, FORGETFUL);
    }
  }

  @Test
  void refusals() throws InterruptedException {
    for (int seed = 0; seed < LANES; seed++) {
      run(seed, STRICT);
    }
  }

  private static void run(int seed, String script) throws InterruptedException {
    Random random = new Random(seed);
    IndexMode mode = MODES.get(random.nextInt(MODES.size()));
    Bench bench =
        Bench.with(
            settings -> settings.withIndexMode(mode),
            FaultScript.parse(script).withSeed(seed),
            seed);
    List<QueuedEvent> lane = lane(random);
    try {
      while (!lane.isEmpty()) {
        int size = Math.min(lane.size(), 1 + random.nextInt(150));
        bench.deliver(List.copyOf(lane.subList(0, size)));
        lane = lane.subList(size, lane.size());
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + mode + ": " + e.getMessage(), e);
    }
    assertThat("requests, seed " + seed, bench.requests(), lessThanOrEqualTo(MOST_REQUESTS));
  }

  /** Users share devices and devices share users; some events are poison. */
  private static List<QueuedEvent> lane(Random random) {
    OrderBy order = random.nextBoolean() ? OrderBy.DEVICE_ID : OrderBy.USER_ID;
    int devices = 1 + random.nextInt(8);
    int users = 1 + random.nextInt(4);
    List<QueuedEvent> lane = new ArrayList<>();
    int size = 1 + random.nextInt(300);
    for (int n = 0; n < size; n++) {
      String device = "device-" + random.nextInt(devices);
      QueuedEvent event =
          switch (random.nextInt(40)) {
            case 0 -> Queued.poison(n, device);
            case 1, 2, 3 -> Queued.event(n, null, "user-" + random.nextInt(users));
            case 4, 5, 6, 7, 8, 9 -> Queued.event(n, device);
            default -> Queued.event(n, device, "user-" + random.nextInt(users));
          };
      lane.add(Queued.orderedBy(order, event));
    }
    return lane;
  }
}
