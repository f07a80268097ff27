package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  @TempDir private Path folder;

  @Test
  void variable_isLookedUp() {
    Secret secret = Secret.of("env:PATH");

    assertThat(secret.reveal(), is(System.getenv("PATH").strip()));
    assertThat(secret.isLiteral(), is(false));
    assertThat(secret.toString(), is("env:PATH"));
  }

  @Test
  void file_isReadWithoutItsLineEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k3y\r\n");
    Secret secret = Secret.of("file:" + file);

    assertThat(secret.reveal(), is("k3y"));
    assertThat(secret.isLiteral(), is(false));
    assertThat(secret.toString(), is("file:" + file));
  }

  @Test
  void file_isReadOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k3y");
    Secret secret = Secret.of("file:" + file);
    secret.reveal();
    Files.delete(file);

    assertThat(secret.reveal(), is("k3y"));
  }

  @Test
  void address_isReadByWhoeverKnowsStores() {
    Secret secret = Secret.of("file:gs://bucket/key", address -> "<" + address + ">\n");

    assertThat(secret.reveal(), is("<gs://bucket/key>"));
    assertThat(secret.isLiteral(), is(false));
    assertThat(secret.toString(), is("file:gs://bucket/key"));
  }

  @Test
  void address_thatNobodyCanReadIsNamed() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, Secret.of("file:gs://bucket/key")::reveal);

    assertThat(e.getMessage(), is("file gs://bucket/key can't be read"));
  }

  @Test
  void literal_isItselfAndNeverPrinted() {
    Secret secret = Secret.of("k3y");

    assertThat(secret.reveal(), is("k3y"));
    assertThat(secret.isLiteral(), is(true));
    assertThat(secret.toString(), is("[redacted]"));
  }

  @Test
  void missingVariable_isNamed() {
    Secret secret = Secret.of("env:NO_SUCH_VARIABLE_HERE");

    assertThat(fault(secret), containsString("NO_SUCH_VARIABLE_HERE is not set"));
  }

  @Test
  void missingAndEmptyFiles_areNamed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), " \n");

    assertThat(fault(Secret.of("file:" + folder.resolve("nil"))), containsString("nil"));
    assertThat(fault(Secret.of("file:" + empty)), containsString("empty is empty"));
    assertThat(fault(Secret.of("file:" + folder)), containsString("can't be read"));
  }

  /** An empty secret would be found between any two characters of a log. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void emptyLiteral_isRefused(String literal) {
    assertThat(fault(Secret.of(literal)), containsString("empty"));
  }

  private static String fault(Secret secret) {
    return String.valueOf(assertThrows(IllegalStateException.class, secret::reveal).getMessage());
  }

  @Test
  void onlyTheReference_travels() throws IOException, ClassNotFoundException {
    Path file = Files.writeString(folder.resolve("key"), "k3y-of-the-file");
    Secret secret = Secret.of("file:" + file);
    Secret variable = Secret.of("env:PATH");
    secret.reveal();
    variable.reveal();

    byte[] bytes = serialized(secret);

    assertThat(latin(bytes), not(containsString("k3y-of-the-file")));
    assertThat(latin(serialized(variable)), not(containsString(System.getenv("PATH"))));
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      Secret arrived = (Secret) in.readObject();
      assertThat(arrived, is(secret));
      assertThat(arrived.reveal(), is("k3y-of-the-file"));
    }
  }

  private static byte[] serialized(Secret secret) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(secret);
    }
    return bytes.toByteArray();
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void equalReferences_areEqualSecrets() {
    assertThat(Secret.of("env:A").equals(Secret.of("env:A")), is(true));
    assertThat(Secret.of("env:A").equals(Secret.of("env:B")), is(false));
    assertThat(Secret.of("env:A").hashCode(), is(Secret.of("env:A").hashCode()));
  }
}
