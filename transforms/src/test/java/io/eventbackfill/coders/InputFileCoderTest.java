package io.eventbackfill.coders;

import io.eventbackfill.model.InputFile;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class InputFileCoderTest extends CoderContract<InputFile> {

  @Override
  Coder<InputFile> coder() {
    return InputFileCoder.of();
  }

  @Override
  List<InputFile> values() {
    return List.of(
        new InputFile("/exports/a[1].json.gz", 4096, 1_700_000_000_123L, "\"etag-2\""),
        new InputFile("/exports/a[1].json.gz", 4096, 1_700_000_000_123L, ""),
        new InputFile("/exports/a[1].json.gz", 4096, 1_700_000_000_123L, null),
        new InputFile("/exports/a[1].json.gz", 4096, 0, null),
        new InputFile("/exports/a[1].json.gz", Long.MAX_VALUE, 0, null),
        new InputFile("/exports/a[1].json.gz", 0, Long.MIN_VALUE, null),
        new InputFile("", 0, 0, null),
        new InputFile("日本/😀 é.json", 0, 0, "ü"));
  }
}
