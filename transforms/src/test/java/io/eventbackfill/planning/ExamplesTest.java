package io.eventbackfill.planning;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private final Examples examples = new Examples();

  @Test
  void threeOfEachReasonAreKeptWithTheSmallestOrigins() {
    List<SetAside> all = new ArrayList<>();
    for (long row = 1; row < 30; row++) {
      all.add(aside(Reason.MISSING_ID, "b.json", null, row));
      all.add(aside(Reason.MISSING_TIME, "z.zip", "y", row));
      all.add(aside(Reason.MISSING_TIME, "z.zip", "x", row + 28));
    }
    all.add(aside(Reason.MISSING_ID, "a.json", null, 70));
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(all, new Random(seed));
      Examples first = new Examples();
      all.subList(0, 40).forEach(first::add);
      Examples second = new Examples();
      all.subList(40, all.size()).forEach(second::add);
      second.merge(first);
      assertThat(
          origins(second),
          contains(
              "missing-time z.zip!/x:29",
              "missing-time z.zip!/x:30",
              "missing-time z.zip!/x:31",
              "missing-id a.json:70",
              "missing-id b.json:1",
              "missing-id b.json:2"));
    }
  }

  @Test
  void ofARowTheFirst500CharactersAreShown() {
    String pairs = "😀".repeat(400);
    assertThat(shown(Bytes.of("x".repeat(500))), equalTo("x".repeat(500)));
    assertThat(shown(Bytes.of("x".repeat(50_000))), equalTo("x".repeat(500)));
    assertThat(shown(Bytes.of("€".repeat(501))), equalTo("€".repeat(500)));
    assertThat(shown(Bytes.of(pairs)), equalTo("😀".repeat(250)));
    assertThat("no half", shown(Bytes.of("x" + pairs)), equalTo("x" + "😀".repeat(249)));
    assertThat(shown(Bytes.of(new byte[] {'M', (byte) 0xfc})), equalTo("M\ufffd"));
  }

  @Test
  void aDetailWithoutEndIsCutAndAMissingOneIsTheReasonsMeaning() {
    Origin origin = new Origin("f", null, 1);
    Refused long501 = new Refused(Reason.INVALID_FIELD, "f", "y".repeat(501) + "\ud800");
    examples.add(new SetAside(origin, long501, "", null, null, null));
    examples.add(new SetAside(origin, Refused.because(Reason.BLANK_LINE), "", null, null, null));

    assertThat(
        examples.all().stream().map(Example::detail).toList(),
        contains("y".repeat(500), "the line is blank"));
    assertThat(examples.all().get(0).row(), is(nullValue()));
  }

  @Test
  void anExampleMakesTheSameExampleAgain() {
    examples.add(aside(Reason.MISSING_ID, "a.json", null, 7));
    Examples again = new Examples();
    examples.all().forEach(example -> again.add(example.aside()));

    assertThat(again.all(), equalTo(examples.all()));
  }

  private String shown(Bytes row) {
    Examples one = new Examples();
    Refused cause = Refused.because(Reason.MISSING_ID);
    one.add(new SetAside(new Origin("f", null, 1), cause, "", null, null, row));
    return one.all().get(0).row();
  }

  private static List<String> origins(Examples examples) {
    return examples.all().stream().map(e -> e.reason().code() + " " + e.origin()).toList();
  }

  private static SetAside aside(Reason reason, String file, String member, long row) {
    Origin origin = new Origin(file, member, row);
    return new SetAside(origin, Refused.because(reason), "", null, null, Bytes.of("row " + row));
  }
}
