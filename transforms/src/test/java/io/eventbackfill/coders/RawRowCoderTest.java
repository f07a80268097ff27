package io.eventbackfill.coders;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;

class RawRowCoderTest extends CoderContract<RawRow> {

  @Override
  Coder<RawRow> coder() {
    return RawRowCoder.of();
  }

  @Override
  int version() {
    return 2;
  }

  @Override
  List<RawRow> values() {
    return List.of(
        new RawRow(new Origin("exports/a.parquet", null, 17), Bytes.of("{\"a\":1}"), false),
        new RawRow(new Origin("exports/a.parquet", null, 17), Bytes.of("{\"a\":1}"), true),
        new RawRow(new Origin("exports/a.zip", "a_0#0.json.gz", 17), Bytes.of("{\"a\":1}")),
        new RawRow(new Origin("exports/a.zip", "a_0#0.json.gz", 18), Bytes.of("{\"a\":1}")),
        new RawRow(new Origin("exports/a.zip", null, 17), Bytes.of("{\"a\":1}")),
        new RawRow(new Origin("exports/a.zip", "", 17), Bytes.of("{\"a\":1}")),
        new RawRow(new Origin("", null, 0), Bytes.of("")),
        new RawRow(new Origin("日本/😀 é.json", "ü", Long.MAX_VALUE), Bytes.of("😀\u0000")),
        new RawRow(new Origin("f", null, 1), Bytes.of(new byte[] {(byte) 0xff, 0, (byte) 0x80})),
        new RawRow(new Origin("f", null, 1), Bytes.of("x".repeat(1_000_000))));
  }
}
