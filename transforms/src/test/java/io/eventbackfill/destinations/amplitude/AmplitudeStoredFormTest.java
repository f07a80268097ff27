package io.eventbackfill.destinations.amplitude;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.verification.Comparison;
import io.eventbackfill.verification.Comparison.Group;
import io.eventbackfill.verification.Difference;
import io.eventbackfill.verification.Imprint;
import io.eventbackfill.verification.Imprinter;
import io.eventbackfill.verification.Scope;
import io.eventbackfill.verification.StoredForm;
import io.eventbackfill.verification.Verification;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Amplitude's pages say it does to events, and that nothing else is let pass. */
class AmplitudeStoredFormTest {
  private static final String HEAD =
      "{'insert_id':'i','event_type':'t','time':1,'device_id':'device','user_id':'user'";

  private static Set<String> changed(StoredForm form, String sent, String stored) {
    Verification found = new Verification();
    new Comparison(form, new Scope(List.of(), Selection.ALL))
        .compare(
            new Group(List.of(print(form, sent)), List.of(), List.of(print(form, stored))), found);
    assertThat(found.events(Difference.MISSING) + found.events(Difference.EXTRA), is(0L));
    return found.changedFields().keySet();
  }

  private static Imprint print(StoredForm form, String body) {
    return new Imprinter(form)
        .of(
            new QueuedEvent(
                "i",
                new EventTime(1000, null, 0),
                new Who(null, null, null),
                "",
                new Origin("file", null, 1),
                Bytes.of(body.replace('\'', '"'))));
  }

  private static Set<String> changed(String sent, String stored) {
    return changed(new AmplitudeStoredForm(1024, true), HEAD + sent + "}", HEAD + stored + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                               | ,'event_id':991179682",
        "``                               | ,'country':'Germany','region':'Bavaria','city':'Munich'",
        "``                               | ,'location_lat':48.1,'location_lng':11.5",
        ",'idfa':'a','adid':'b'           | ``",
        ",'language':'en-US'              | ,'language':'English'",
        ",'language':'de'                 | ,'language':'German'",
        ",'groups':{'company':'Acme'}     | ,'groups':{'company':['Acme']}",
        ",'groups':{'a':'1','b':'1','c':'1','d':'1','e':'1','f':'1'} | ,'groups':{'a':['1']}",
        ",'groups':{'a':['1','2','3','4','5','6','7','8','9','10','11']} | ,'groups':{'a':['1']}",
        ",'location_lat':48.10            | ,'location_lat':48.1",
        ",'$skip_user_properties_sync':true | ``",
      })
  void itMayDoThis(String sent, String stored) {
    assertThat(changed(sent, stored), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",'event_id':1                    | ,'event_id':2",
        ",'event_id':1                    | ``",
        ",'city':'Munich'                 | ,'city':'Munich','country':'Germany'",
        ",'city':'Munich'                 | ,'city':'Berlin'",
        ",'idfa':'a'                      | ,'idfa':'b'",
        ",'language':'German'             | ,'language':'English'",
        ",'groups':{'company':'Acme'}     | ,'groups':{'company':['Acme','Other']}",
        ",'session_id':1                  | ``",
        "``                               | ,'session_id':1",
        "``                               | ,'platform':'Web'",
        ",'user_properties':{'a':1}       | ,'user_properties':{'a':1,'b':2}",
        "``                               | ,'event_properties':{'a':1}",
      })
  void itMayNotDoThis(String sent, String stored) {
    assertThat(changed(sent, stored), is(not(empty())));
  }

  @Test
  void stringsAreCutBehind1024CharactersAtAnyDepth() {
    String property = ",'event_properties':{'a':[{'b':'%s'}]}";
    String whole = "x".repeat(1024);

    assertThat(changed(property.formatted(whole + "rest"), property.formatted(whole)), is(empty()));
    assertThat(
        changed(property.formatted(whole), property.formatted(whole.substring(1))),
        is(not(empty())));
  }

  @Test
  void theDeviceMayBeMadeOfTheUserAndTheUserBeThatOfTheDevice() {
    StoredForm form = new AmplitudeStoredForm(1024, true);
    String head = "{'event_type':'t','time':1";

    assertThat(
        changed(form, head + ",'user_id':'u'}", head + ",'user_id':'u','device_id':'made of it'}"),
        is(empty()));
    assertThat(
        changed(form, head + ",'device_id':'d'}", head + ",'user_id':'u','device_id':'d'}"),
        is(empty()));
    assertThat(
        changed(
            form,
            head + ",'device_id':'d','user_id':'u'}",
            head + ",'device_id':'d','user_id':'v'}"),
        is(Set.of("user_id")));
  }

  @Test
  void whereTheSyncIsOnUserPropertiesAreThoseOfTheUser() {
    StoredForm form = new AmplitudeStoredForm(1024, false);

    assertThat(changed(form, HEAD + "}", HEAD + ",'user_properties':{'a':1}}"), is(empty()));
    assertThat(
        changed(
            form, HEAD + ",'user_properties':{'b':1}}", HEAD + ",'user_properties':{'a':1,'b':2}}"),
        is(empty()));
  }
}
