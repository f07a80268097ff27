package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentRunTest {
  @TempDir Path folder;

  @Test
  void whatARunMadeItselfIsNoFileAndNoEventOfOne() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(
        run.resolve("report.json"),
        """
        {"event_backfill_report":1,"finished_at":"2026-01-01T00:00:00Z",
         "settings":{"destination":"amplitude","minIdLength":"3","apiKey":"env:KEY","lanes":"7"},
         "rows":{"accepted":12},"reasons":{"delivered":12},
         "files":[{"file":"a.json","reasons":{"delivered":7}},
                  {"file":"generated:links","reasons":{"delivered":4}},
                  {"file":"generated:profiles","reasons":{"delivered":1}}]}""");

    SentRun read = SentRun.read(run.toString(), new ArrayList<>()).get();

    assertThat(read.files(), equalTo(List.of("a.json")));
    assertThat(read.accepted(), is(7L));
    assertThat(read.ended(), is(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(
        "what decides which events there are, whosever option it is",
        read.settings(),
        equalTo(Map.of("destination", "amplitude", "minIdLength", "3")));
  }
}
