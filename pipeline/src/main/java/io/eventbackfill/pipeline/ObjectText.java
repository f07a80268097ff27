package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.io.FileSystems;

/** Small texts, wherever they are kept. */
final class ObjectText {
  /** More than any key; what is named by mistake may be larger than memory. */
  private static final int MOST_OF_A_KEY = 64 * 1024;

  private ObjectText() {}

  /**
   * A file's text, or its beginning.
   *
   * @param file a path or an address that the file systems know
   * @param most bytes to read, at the most
   * @throws CharacterCodingException if it is not UTF-8
   */
  static String read(String file, int most) throws IOException {
    try (InputStream in =
        Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(file, false)))) {
      byte[] bytes = in.readNBytes(most);
      // A replacement character would be silent.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /**
   * A key.
   *
   * @throws IOException if it can't be read, or its address is not one of a store
   */
  static String key(String address) throws IOException {
    try {
      return read(address, MOST_OF_A_KEY);
    } catch (IllegalArgumentException e) {
      throw new IOException(address + " is in no store that is known", e);
    }
  }
}
