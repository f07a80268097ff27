package io.eventbackfill.source;

import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Reads bytes in a test as the file "f", leaving out members whose name ends in "_complete". */
final class Reading {
  static final int MAX_LINE_BYTES = 1 << 20;

  private Reading() {}

  static ExportFileReader reader(int maxLineBytes) {
    return new ExportFileReader(
        ReadSettings.upTo(maxLineBytes).skipping(member -> member.endsWith("_complete")));
  }

  static RecordingSink read(byte[] file) {
    return read(() -> new SeekableInMemoryByteChannel(file));
  }

  static RecordingSink read(ChannelOpener opener) {
    RecordingSink sink = new RecordingSink();
    reader(MAX_LINE_BYTES).read("f", opener, sink);
    return sink;
  }

  static RecordingSink readShortLines(byte[] file, int maxLineBytes) {
    RecordingSink sink = new RecordingSink();
    reader(maxLineBytes).read("f", () -> new SeekableInMemoryByteChannel(file), sink);
    return sink;
  }

  /** Reads bytes as a file of another name, which may say that it is CSV. */
  static RecordingSink readAs(String name, byte[] file) {
    return readAs(name, TextFormat.AUTO, file);
  }

  static RecordingSink readAs(String name, TextFormat format, byte[] file) {
    RecordingSink sink = new RecordingSink();
    new ExportFileReader(ReadSettings.upTo(MAX_LINE_BYTES).reading(format))
        .read(name, () -> new SeekableInMemoryByteChannel(file), sink);
    return sink;
  }
}
