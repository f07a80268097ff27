package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.ledger.Holder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ThisProcessTest {

  @Test
  void aHolderSaysWhereToLookForIt() {
    Holder holder = ThisProcess.holder("run");

    assertThat(holder.pid(), is(ProcessHandle.current().pid()));
    assertThat(holder.host(), is(not(emptyString())));
    assertThat(holder.user(), is(not(emptyString())));
    assertThat(holder.command(), is("run"));
    assertThat(ThisProcess.holder("run"), equalTo(holder));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisProcessRunsAndOneOfItsNumberThatBeganElsewhenDoesNot() {
    Holder holder = ThisProcess.holder("run");

    assertThat(holder.namespace(), matchesPattern("[0-9a-f-]{36} pid:\\[\\d+]"));
    assertThat(ThisProcess.isRunning(holder.pid(), holder.processStart()), is(true));
    assertThat(ThisProcess.isRunning(holder.pid(), holder.processStart() - 10), is(false));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatHasEndedDoesNotRun() throws Exception {
    Process child =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-x")
            .start();
    int exitCode = child.waitFor();

    assertThat(exitCode, is(1));
    assertThat(ThisProcess.isRunning(child.pid(), 0), is(false));
  }
}
