package io.eventbackfill.coders;

import io.eventbackfill.model.Merge;
import io.eventbackfill.persons.DeviceFacts;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.persons.PersonFacts.Stranger;
import io.eventbackfill.persons.Sighting;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;

class PersonFactsCoderTest extends CoderContract<PersonFacts> {

  @Override
  Coder<PersonFacts> coder() {
    return PersonFactsCoder.of();
  }

  @Override
  List<PersonFacts> values() {
    return List.of(
        facts(PersonFactsCoderTest::all),
        new PersonFacts(),
        facts(f -> f.addDevice("d", new DeviceFacts())),
        facts(f -> f.addDevice("d", DeviceFactsCoderTest.shared("u", "v"))),
        facts(f -> f.addUser("u", LatestProfileCoderTest.profile(5, 7L, 9, "i", 1))),
        facts(f -> f.addMember("p", new Sighting("u", 3))),
        facts(f -> f.addStranger(new Stranger("p", "d"), 4)),
        facts(f -> f.addStranger(new Stranger("d", "p"), 4)),
        facts(f -> f.addMerge(new Merge("p", "q", 5))));
  }

  private static void all(PersonFacts facts) {
    for (String id : new String[] {"日本/😀", "b", "a"}) {
      facts.addDevice(id, DeviceFactsCoderTest.shared("u", "v"));
      facts.addUser(id, LatestProfileCoderTest.profile(5, 7L, 9, "i", 1));
      facts.addMember(id, new Sighting("u", 3));
      facts.addStranger(new Stranger(id, "d"), 4);
      facts.addMerge(new Merge(id, "q", 5));
    }
  }

  private static PersonFacts facts(Consumer<PersonFacts> with) {
    PersonFacts facts = new PersonFacts();
    with.accept(facts);
    return facts;
  }

  @Override
  Object comparable(PersonFacts facts) {
    return List.of(
        facts.devices().keySet(),
        facts.devices().values().stream().map(DeviceFactsCoderTest::said).toList(),
        facts.users(),
        facts.members(),
        facts.strangers(),
        facts.merges());
  }
}
