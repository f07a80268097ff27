package io.eventbackfill.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the engine may expect of a coder. A test class gives the coder and values that are all
 * different from each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CoderContract<T> {
  private static final int AT_EACH_END = 1000;
  private static final int SAMPLED = 41;

  abstract Coder<T> coder();

  /** At least two values, no two of them alike. */
  abstract List<T> values();

  /** The first byte of all encodings; to be raised with each change to the others. */
  int version() {
    return 1;
  }

  /** What two equal values have in common; the value itself unless it has no equality. */
  Object comparable(T value) {
    return value;
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueComesBackAsItWas(T value) throws Exception {
    T decoded = CoderUtils.decodeFromByteArray(coder(), bytes(value));

    assertThat(comparable(decoded), equalTo(comparable(value)));
  }

  @Test
  void valuesComeBackFromBetweenOtherValues() throws Exception {
    Coder<List<KV<T, String>>> coder = ListCoder.of(KvCoder.of(coder(), StringUtf8Coder.of()));
    List<KV<T, String>> all = values().stream().map(value -> KV.of(value, "tail")).toList();

    List<KV<T, String>> decoded =
        CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, all));

    assertThat(
        decoded.stream().map(kv -> comparable(kv.getKey())).toList(),
        equalTo(values().stream().map(this::comparable).toList()));
    assertThat(decoded.stream().allMatch(kv -> kv.getValue().equals("tail")), is(true));
  }

  @Test
  void equalValuesHaveEqualBytes() throws Exception {
    coder().verifyDeterministic();
    for (T value : values()) {
      T copy = CoderUtils.decodeFromByteArray(coder(), bytes(value));
      assertThat(bytes(copy), equalTo(bytes(value)));
    }
  }

  @Test
  void differentValuesHaveDifferentBytesAndStructuralValues() throws Exception {
    List<T> values = values();
    for (int i = 0; i < values.size(); i++) {
      Object structural = coder().structuralValue(values.get(i));
      T copy = CoderUtils.decodeFromByteArray(coder(), bytes(values.get(i)));
      assertThat(coder().structuralValue(copy), equalTo(structural));
      for (int j = 0; j < i; j++) {
        assertThat(bytes(values.get(i)), not(equalTo(bytes(values.get(j)))));
        assertThat(structural, not(equalTo(coder().structuralValue(values.get(j)))));
      }
    }
  }

  @Test
  void bytesOfAnotherVersionAreRefused() throws Exception {
    for (int version : new int[] {0, version() - 1, version() + 1, 255}) {
      byte[] bytes = bytes(values().get(0));
      bytes[0] = (byte) version;
      IOException e =
          assertThrows(IOException.class, () -> coder().decode(new ByteArrayInputStream(bytes)));
      assertThat(
          e.getMessage(),
          equalTo("encoded by version " + version + ", this is version " + version()));
    }
  }

  @Test
  void whatEndsTooEarlyIsRefused() throws Exception {
    byte[] bytes = bytes(values().get(0));
    // Each length takes the longer the more there are: of many, those in the middle are a sample.
    int step = 0;
    for (int length = 0; length < bytes.length; length += step) {
      step = length < AT_EACH_END || length >= bytes.length - AT_EACH_END ? 1 : SAMPLED;
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IOException.class, () -> coder().decode(new ByteArrayInputStream(cut)));
    }
  }

  @Test
  void theCoderTravels() {
    CoderProperties.coderSerializable(coder());
    assertThat(SerializableUtils.clone(coder()), equalTo(coder()));
  }

  private byte[] bytes(T value) throws IOException {
    return CoderUtils.encodeToByteArray(coder(), value);
  }
}
