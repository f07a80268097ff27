package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/**
 * A small file of text, on any file system.
 *
 * @param path its name
 */
record TextFile(String path) implements Serializable {

  /** Writes it, whole or not at all where the file system can; replaces what was there. */
  void write(String text) throws IOException {
    write(text, MimeTypes.TEXT);
  }

  /** The same, as of this type where a file system keeps types. */
  void write(String text, String type) throws IOException {
    ResourceId file = FileSystems.matchNewResource(path, false);
    try (OutputStream out = Channels.newOutputStream(FileSystems.create(file, type))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** All of it. */
  String read() throws IOException {
    ResourceId file = FileSystems.matchSingleFileSpec(path).resourceId();
    try (InputStream in = Channels.newInputStream(FileSystems.open(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
