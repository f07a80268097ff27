package io.eventbackfill.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A lane's file in memory. */
final class WrittenVolume {
  static final String NAME = "history/0001-00000000000000aa/lane-0007";
  static final String ADDRESS = "memory:/" + NAME;

  private final byte[] content;
  private final LaneFile file;

  private WrittenVolume(byte[] content, LaneFile file) {
    this.content = content;
    this.file = file;
  }

  byte[] content() {
    return content;
  }

  LaneFile file() {
    return file;
  }

  static WrittenVolume of(Iterable<Sent> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VolumeWriter writer = new VolumeWriter(out, NAME)) {
      for (Sent entry : entries) {
        writer.write(entry);
      }
      LaneFile file = writer.finish();
      return new WrittenVolume(out.toByteArray(), file);
    }
  }

  static WrittenVolume of(Sent... entries) throws IOException {
    return of(List.of(entries));
  }

  /** The same descriptor for another content. */
  WrittenVolume with(byte[] other) {
    return new WrittenVolume(other, file);
  }

  VolumeReader open() throws IOException {
    return new VolumeReader(new ByteArrayInputStream(content), NAME, ADDRESS, file);
  }

  List<Sent> readAll() throws IOException {
    try (VolumeReader reader = open()) {
      List<Sent> all = new ArrayList<>();
      for (Sent entry = reader.next(); entry != null; entry = reader.next()) {
        all.add(entry);
      }
      return all;
    }
  }

  /** Ascending entries, some in one millisecond, some in doubt, gaps from none to enormous. */
  static List<Sent> randomEntries(Random random, int count) {
    List<Sent> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long millis = random.nextLong() >> random.nextInt(63);
      for (int same = random.nextInt(3); same >= 0; same--) {
        long doubt = random.nextInt(4) > 0 ? 0 : random.nextLong() >>> (1 + random.nextInt(62));
        entries.add(new Sent(millis, random.nextLong(), doubt));
      }
    }
    entries.sort(Sent.ORDER);
    return entries;
  }
}
