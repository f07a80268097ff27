package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogUuidTest {
  /** RFC 9562, appendix A.4. */
  @Test
  void namesMakeUuidsAsTheRfcSays() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    assertThat(
        PostHogUuid.v5(dns, "www.example.com").toString(),
        is("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  }

  @ParameterizedTest
  @CsvSource({
    "0FADDEDE-3719-4636-9152-5252BFD99C62, 0faddede-3719-4636-9152-5252bfd99c62",
    "0fadded0-3719-4636-9152-5252bfd99c62, 0fadded0-3719-4636-9152-5252bfd99c62",
  })
  void theSourcesUuidIsKept(String given, String sent) {
    assertThat(uuid(sample().with("source_uuid", "\"" + given + "\"")), is(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "50172",
        "",
        "0fadded0371946369152-5252bfd99c62----",
        "0fadded0-3719-4636-9152-5252bfd99c6g",
        "00000000-0000-0000-0000-000000000000",
        "{0fadded-3719-4636-9152-5252bfd99c6}",
        "０fadded0-3719-4636-9152-5252bfd99c62",
      })
  void whatIsNoUuidIsMadeOne(String given) {
    assertThat(uuid(sample().with("source_uuid", "\"" + given + "\"")), equalTo(uuid(sample())));
  }

  @Test
  void projectOwnerAndIdentityMakeTheUuid() {
    String one = uuid(sample());

    assertThat(UUID.fromString(one).version(), is(5));
    assertThat(uuid(sample().identity("other")), not(one));
    assertThat(uuid(sample().of("device-2", "user-1")), not(one));
    assertThat(uuid(sample().with("source_project", "\"1\"")), not(one));
    assertThat(uuid(sample().of("x", null)), not(uuid(sample().of(null, "x"))));
    assertThat("a user known later", uuid(sample().of("device-1", "user-2")), is(one));
    assertThat(
        uuid(sample().of("a", null).identity("bc")),
        not(uuid(sample().of("ab", null).identity("c"))));
  }

  @Test
  void theInsertIdCanComeFirst() {
    PostHogSample sample = sample().with("source_uuid", "\"0fadded0-3719-4636-9152-5252bfd99c62\"");

    assertThat(byInsertId(sample), is("0fadded0-3719-4636-9152-5252bfd99c62"));
    assertThat(
        byInsertId(sample.with("source_insert_id", "\"signup:2\"")),
        is(byInsertId(sample().with("source_insert_id", "\"signup:2\""))));
  }

  private static String byInsertId(PostHogSample sample) {
    return sample.rendered(PostHogIdentity.INSERT_ID, PostHogForm.V0).get("uuid").asText();
  }

  private static String uuid(PostHogSample sample) {
    return sample.rendered().get("uuid").asText();
  }

  private static PostHogSample sample() {
    return new PostHogSample();
  }
}
