package io.eventbackfill.coders;

import io.eventbackfill.verification.Imprint;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;

class ImprintCoderTest extends CoderContract<Imprint> {
  @Override
  Coder<Imprint> coder() {
    return ImprintCoder.of();
  }

  @Override
  List<Imprint> values() {
    TreeMap<String, String> none = new TreeMap<>();
    TreeMap<String, String> some = new TreeMap<>();
    some.put("city", "\"München\"");
    some.put("p", "#0123456789abcdef");
    return List.of(
        new Imprint("id", "type", 1, 2, "copy", "file:1", some),
        new Imprint("id", "type", 1, 2, "copy", "file:1", none),
        new Imprint("", "", Long.MIN_VALUE, Long.MAX_VALUE, "", "", none),
        new Imprint("日本", "😀", -1, 0, "é", "\n", some));
  }
}
