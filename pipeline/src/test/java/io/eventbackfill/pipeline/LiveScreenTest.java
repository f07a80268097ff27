package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final LiveScreen screen = LiveScreen.on(terminal, () -> 80);

  @Test
  void aBlockIsDrawnOverTheOneBefore() {
    screen.show(List.of("one", "two"));
    assertThat(drawn(), equalTo("<nowrap>one<right>\r\ntwo<right>\r\n<below><wrap>"));

    screen.show(List.of("three"));
    assertThat(drawn(), equalTo("<nowrap><up 2>\rthree<right>\r\n<below><wrap>"));

    screen.show(List.of("four"));
    assertThat(drawn(), equalTo("<nowrap><up 1>\rfour<right>\r\n<below><wrap>"));
  }

  @Test
  void whatIsPrintedTakesThePlaceOfTheBlockWhichIsDrawnBelowIt() {
    screen.show(List.of("one", "two"));
    drawn();

    screen.println("a warning");
    assertThat(drawn(), equalTo("<up 2>\r<below>a warning" + System.lineSeparator()));

    screen.show(List.of("one", "two"));
    assertThat(drawn(), equalTo("<nowrap>one<right>\r\ntwo<right>\r\n<below><wrap>"));
  }

  @Test
  void aBlockThatIsLeftIsNotErased() {
    screen.show(List.of("the last"));
    drawn();
    screen.leave();
    screen.print("after");

    assertThat(drawn(), equalTo("after"));
  }

  @Test
  void theLastColumnIsLeftFree() {
    assertThat(screen.lineLength(), is(79));
    assertThat(LiveScreen.on(terminal, () -> 1).lineLength(), is(1));
  }

  @Test
  void whatNobodyCanSeeIsNoFailure() {
    LiveScreen gone =
        LiveScreen.on(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no terminal any more");
              }
            },
            () -> 80);

    gone.show(List.of("one"));
    gone.println("two");

    assertThat(gone.checkError(), is(true));
  }

  @Test
  void theWidthIsWhatTheTerminalSays() {
    assertThat(Terminal.columns("24 80\n"), equalTo(OptionalInt.of(80)));
    assertThat(Terminal.columns("0 0\n"), equalTo(OptionalInt.empty()));
    assertThat(Terminal.columns(""), equalTo(OptionalInt.empty()));
    assertThat(Terminal.columns("stty: not a tty"), equalTo(OptionalInt.empty()));
    assertThat(Terminal.columns("1 99999999999"), equalTo(OptionalInt.empty()));
  }

  /** What was drawn since the last call, the control sequences by name. */
  private String drawn() {
    String text =
        terminal
            .toString(StandardCharsets.US_ASCII)
            .replaceAll("\u001b\\[(\\d+)A", "<up $1>")
            .replace("\u001b[J", "<below>")
            .replace("\u001b[K", "<right>")
            .replace("\u001b[?7l", "<nowrap>")
            .replace("\u001b[?7h", "<wrap>");
    terminal.reset();
    return text;
  }
}
