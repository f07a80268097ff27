package io.eventbackfill.verification;

import static io.eventbackfill.verification.Prints.print;
import static io.eventbackfill.verification.Prints.words;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Span;
import io.eventbackfill.model.TimeRange;
import io.eventbackfill.verification.Comparison.Group;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Scope ALL = new Scope(List.of(), Selection.ALL);
  private static final String EVENT = "{'type':'t','device':'d','user':'u','city':'Rome'}";

  private static Verification compare(
      List<Imprint> sent, List<Imprint> aside, List<Imprint> stored, Scope scope) {
    Verification found = new Verification();
    new Comparison(new PlainForm(), scope).compare(new Group(sent, aside, stored), found);
    return found;
  }

  private static String compared(List<Imprint> sent, List<Imprint> stored) {
    return words(compare(sent, List.of(), stored, ALL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'t','device':'d','a':1}    | {'type':'t','device':'d','a':1}     | ``",
        "{'type':'t','device':'d','a':1}    | {'type':'t','device':'d','a':2}     | a",
        "{'type':'t','device':'d','a':1.50} | {'type':'t','device':'d','a':15e-1} | ``",
        "{'type':'t','device':'d','a':9007199254740993}|{'type':'t','device':'d','a':9007199254740992}|a",
        "{'type':'t','device':'d','a':'1'}  | {'type':'t','device':'d','a':1}     | a",
        "{'type':'t','device':'d','a':'é'}  | {'type':'t','device':'d','a':'\\u00e9'} | ``",
        "{'type':'t','device':'d','a':'0123456789x'}|{'type':'t','device':'d','a':'0123456789'}|``",
        "{'type':'t','device':'d','a':'0123456789'}|{'type':'t','device':'d','a':'012345678'}|a",
        "{'type':'t','device':'d','p':{'x':1,'y':null}}|{'type':'t','device':'d','p':{'x':1}}|``",
        "{'type':'t','device':'d','p':{'x':1,'y':2}}|{'type':'t','device':'d','p':{'y':2,'x':1}}|``",
        "{'type':'t','device':'d','p':{'x':{'y':1}}}|{'type':'t','device':'d','p':{'x':{'y':2}}}|p",
        "{'type':'t','device':'d','p':[1,2]}| {'type':'t','device':'d','p':[2,1]} | p",
        "{'type':'t','device':'d','a':1}    | {'type':'t','device':'d'}           | a",
        "{'type':'t','device':'d'}          | {'type':'t','device':'d','a':1}     | a",
        "{'type':'t','device':'d','a':null} | {'type':'t','device':'d'}           | ``",
        "{'type':'t','device':'d'}          | {'type':'t','device':'d','added':1} | ``",
        "{'type':'t','device':'d','removed':1}|{'type':'t','device':'d'}          | ``",
        "{'type':'t','device':'d','removed':1}|{'type':'t','device':'d','removed':2}|removed",
        "{'type':'t','device':'d','mood':1} | {'type':'t','device':'d','mood':2}  | ``",
        "{'type':'t','device':'d','groups':{'a':'x'}}|{'type':'t','device':'d','groups':{'a':['x']}}|``",
        "{'type':'t','device':'d','groups':{'a':'x'}}|{'type':'t','device':'d','groups':{'a':['y']}}|groups",
        "{'type':'t','device':'d'}          | {'type':'s','device':'d'}           | type",
        "{'type':'t','device':'d','id':1}   | {'type':'t','device':'d','id':2}    | ``",
        "{'type':'t','device':'d','time':1} | {'type':'t','device':'d','time':2}  | time",
      })
  void onlyWhatTheVendorDoesNotDoItselfIsAChange(String sent, String stored, String field) {
    assertThat(
        compared(List.of(print(sent)), List.of(print(stored))),
        is(field.isEmpty() ? "sent 1, stored 1" : "changed 1, sent 1, stored 1 [" + field + "]"));
  }

  @Test
  void whatIsNotThereIsMissingUnlessARunSetItAside() {
    assertThat(compared(List.of(print(EVENT)), List.of()), is("missing 1, sent 1"));
    assertThat(
        words(compare(List.of(print(EVENT)), List.of(print(EVENT)), List.of(), ALL)),
        is("aside 1"));
    assertThat(
        "it may have arrived all the same",
        words(compare(List.of(print(EVENT)), List.of(print(EVENT)), List.of(print(EVENT)), ALL)),
        is("sent 1, stored 1"));
  }

  @Test
  void twoStoredCopiesAreOneTooMany() {
    Imprint one = print("{'type':'t','device':'d','copy':'1'}");
    Imprint two = print("{'type':'t','device':'d','copy':'2'}");

    assertThat(compared(List.of(one), List.of(one, two, two)), is("doubled 1, sent 1, stored 2"));
    assertThat(
        "the same row in two files",
        compared(List.of(one), List.of(one, one)),
        is("sent 1, stored 1"));
    String without = "{'type':'t','device':'d'}";
    assertThat(
        "uploaded at two times",
        compared(List.of(one), List.of(print(without, 0, 5), print(without, 0, 6))),
        is("doubled 1, sent 1, stored 2"));
  }

  @Test
  void theSameIdentityOnTwoDevicesIsTwoEvents() {
    Imprint one = print("{'type':'t','device':'one'}", 1, 0);
    Imprint two = print("{'type':'t','device':'two'}", 2, 0);

    assertThat(compared(List.of(one, two), List.of(two, one)), is("sent 2, stored 2"));
    assertThat(compared(List.of(one, two), List.of(two)), is("missing 1, sent 2, stored 1"));
  }

  @Test
  void ofTwoTimesOfOneIdentityTheEarlierIsKept() {
    String event = "{'type':'t','device':'d','time':%d}";
    List<Imprint> sent = List.of(print(event.formatted(2), 2, 0), print(event.formatted(1), 1, 0));

    assertThat(compared(sent, List.of(print(event.formatted(1), 1, 0))), is("sent 1, stored 1"));
    assertThat(
        compared(sent, List.of(print(event.formatted(2), 2, 0))),
        is("changed 1, sent 1, stored 1 [time]"));
  }

  @Test
  void aDeviceThatTheVendorMadeIsFoundByItsUser() {
    Imprint sent = print("{'type':'t','user':'u'}");
    Imprint other = print("{'type':'t','user':'v','device':'made of v'}");

    assertThat(
        compared(
            List.of(sent), List.of(other, print("{'type':'t','user':'u','device':'made of u'}"))),
        is("extra 1, sent 1, stored 2"));
  }

  @Test
  void aDeviceThatHasChangedIsAChange() {
    assertThat(
        compared(
            List.of(print("{'type':'t','device':'d'}", 7, 0)),
            List.of(print("{'type':'t','device':'e'}", 7, 0))),
        is("changed 1, sent 1, stored 1 [device]"));
  }

  @Test
  void onlyWhatCameWhileARunSentCanBeExtra() {
    Selection march = new Selection(null, new TimeRange(0, 9_000), Set.of(), Set.of("live"));
    Scope scope = new Scope(List.of(new Span(100, 200), new Span(300, 400)), march);
    List<Imprint> stored =
        List.of(
            print("{'type':'t','device':'a'}", 8, 99),
            print("{'type':'t','device':'b'}", 8, 100),
            print("{'type':'t','device':'c'}", 8, 200),
            print("{'type':'t','device':'d'}", 8, 201),
            print("{'type':'t','device':'e'}", 8, 300),
            print("{'type':'t','device':'f'}", 9, 300),
            print("{'type':'live','device':'g'}", 8, 300));

    assertThat(
        words(compare(List.of(), List.of(), stored, scope)), is("extra 3, others 4, stored 3"));
    assertThat(
        "what was sent is found whenever it came",
        words(compare(List.of(stored.get(0)), List.of(), List.of(stored.get(0)), scope)),
        is("sent 1, stored 1"));
  }

  @Test
  void anExampleSaysWhatIsStoredInstead() {
    String changed = "{'type':'t','device':'d','user':'u','p':{'a':'" + "x".repeat(9) + "'}}";
    Verification found =
        compare(List.of(print(EVENT, 5, 0)), List.of(), List.of(print(changed, 5, 0)), ALL);

    Example example = found.examples(Difference.CHANGED).first();
    assertThat(
        example.detail(),
        is(
            "city: \"Rome\" is stored as nothing;"
                + " p: nothing is stored as {\"a\":\"xxxxxxxxx\"}"));
    assertThat(example.origin(), is("file:5"));
  }

  @Test
  void aLongContentIsOnlySaidToDiffer() {
    String event = "{'type':'t','device':'d','p':[%s]}";
    String many = String.join(",", Collections.nCopies(60, "1"));
    Verification found =
        compare(
            List.of(print(event.formatted(many + ",2"))),
            List.of(),
            List.of(print(event.formatted(many + ",3"))),
            ALL);

    assertThat(found.examples(Difference.CHANGED).first().detail(), is("p differs"));
  }

  @Test
  void anIdentityThatEverybodyHasIsRefusedBeforeItFillsTheMemory() {
    List<Imprint> sent =
        IntStream.rangeClosed(0, Comparison.MOST_PER_IDENTITY)
            .mapToObj(n -> print("{'type':'t','device':'" + n + "'}"))
            .toList();

    TooManyAlikeException e =
        assertThrows(TooManyAlikeException.class, () -> compared(sent, List.of()));
    assertThat(e.getMessage(), containsString("share the identity id (one of them is file:0)"));
  }
}
