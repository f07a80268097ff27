package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.pipeline.KillRound.Killed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment, and the same command again: nothing is lost, nothing out of order. */
class KillAndResumeIT {
  /** Each takes half a minute; all twenty with {@code -Dkill.rounds=20}. */
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 8);

  /** The seeds of Flink's rounds, whatever the number of the others. */
  private static final int FIRST_OF_FLINK = 15;

  private static final int OF_FLINK = ROUNDS * 3 / 10;

  @TempDir Path folder;

  @Test
  void theDirectRunnerIsKilledAndGoesOn() throws Exception {
    assertRounds(Engine.DIRECT, 1, ROUNDS - OF_FLINK);
  }

  @Test
  void flinkIsKilledAndGoesOn() throws Exception {
    assertRounds(Engine.FLINK, FIRST_OF_FLINK, FIRST_OF_FLINK + OF_FLINK - 1);
  }

  private void assertRounds(Engine engine, int first, int last)
      throws IOException, InterruptedException {
    List<Killed> kills = new ArrayList<>();
    List<Integer> unharmed = new ArrayList<>();
    for (int seed = first; seed <= last; seed++) {
      Path own = Files.createDirectories(folder.resolve("round-" + seed));
      try (KillRound round = new KillRound(seed, engine, own)) {
        List<Killed> ofRound = round.play();
        kills.addAll(ofRound);
        if (ofRound.isEmpty()) {
          unharmed.add(seed);
        }
      }
    }
    // Or the rounds would prove nothing: most are killed, and half of them between two requests.
    assertThat(
        "ended before: " + unharmed, unharmed.size() <= Math.max(1, (last - first) / 4), is(true));
    List<Killed> middle = kills.stream().filter(Killed::isInTheMiddle).toList();
    assertThat(kills.toString(), middle.size(), is(greaterThanOrEqualTo((last - first) / 3)));
  }
}
