package io.eventbackfill.steps;

import io.eventbackfill.coders.AccountCoder;
import io.eventbackfill.coders.ActorLoadsCoder;
import io.eventbackfill.coders.CensusCoder;
import io.eventbackfill.coders.PersonFactsCoder;
import io.eventbackfill.coders.SetAsideCoder;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.planning.Census;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;

/** What is found on reading beside events, as values of one collection. */
final class Found {
  private static final int ASIDE = 0;
  private static final int ACCOUNT = 1;
  private static final int LOADS = 2;
  private static final int CENSUS = 3;
  private static final int PERSONS = 4;

  private Found() {}

  static RawUnionValue of(SetAside aside) {
    return new RawUnionValue(ASIDE, aside);
  }

  static RawUnionValue of(Account account) {
    return new RawUnionValue(ACCOUNT, account);
  }

  static RawUnionValue of(ActorLoads loads) {
    return new RawUnionValue(LOADS, loads);
  }

  static RawUnionValue of(Census census) {
    return new RawUnionValue(CENSUS, census);
  }

  static RawUnionValue of(PersonFacts persons) {
    return new RawUnionValue(PERSONS, persons);
  }

  static Coder<RawUnionValue> coder() {
    return UnionCoder.of(
        List.of(
            SetAsideCoder.of(),
            AccountCoder.of(),
            ActorLoadsCoder.of(),
            CensusCoder.of(),
            PersonFactsCoder.of()));
  }

  /** Hands it to whom it is for. */
  static void visit(
      RawUnionValue found,
      Consumer<SetAside> aside,
      Consumer<Account> account,
      Consumer<ActorLoads> loads,
      Consumer<Census> census,
      Consumer<PersonFacts> persons) {
    Object value = found.getValue();
    switch (found.getUnionTag()) {
      case ASIDE -> aside.accept((SetAside) value);
      case ACCOUNT -> account.accept((Account) value);
      case LOADS -> loads.accept((ActorLoads) value);
      case CENSUS -> census.accept((Census) value);
      case PERSONS -> persons.accept((PersonFacts) value);
      default -> throw new IllegalStateException("nothing has the tag " + found.getUnionTag());
    }
  }
}
