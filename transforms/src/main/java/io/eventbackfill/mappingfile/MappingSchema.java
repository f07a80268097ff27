package io.eventbackfill.mappingfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The language as a JSON Schema (draft-07), for editors. It refuses no mapping that {@link
 * FileMapping} takes; zones, patterns, expressions and keys that stand twice it leaves to it.
 */
public final class MappingSchema {
  private static final String RESOURCE = "mapping.schema.json";

  private MappingSchema() {}

  /** The schema, with a line's end at its end. */
  public static String text() {
    try (InputStream in = MappingSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
