package io.eventbackfill.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.MemorySize;

/**
 * Memory for what a Flink inside this process moves between its tasks. It has 64 MiB of its own
 * accord, whatever it does, and a job that needs more fails in the middle.
 */
final class FlinkNetworkMemory {
  private static final MemorySize LEAST = MemorySize.ofMebiBytes(64);

  /** 16 tasks at a time that read 40 files failed with 4 and not with 6. */
  private static final MemorySize FOR_EACH = MemorySize.ofMebiBytes(16);

  /** It is outside of the heap, where the JVM allows for as much as the heap in all. */
  private static final double MOST_OF_HEAP = 0.25;

  private FlinkNetworkMemory() {}

  /**
   * How much there should be.
   *
   * @param parallelism tasks at a time
   * @param heap what the JVM's may grow to
   */
  static MemorySize of(int parallelism, MemorySize heap) {
    long wanted = FOR_EACH.multiply(parallelism).getBytes();
    long most = (long) (heap.getBytes() * MOST_OF_HEAP);
    return new MemorySize(Math.max(LEAST.getBytes(), Math.min(wanted, most)));
  }

  /** A folder with a configuration of Flink's that says so; it lasts as long as the process. */
  static Path configuration(int parallelism) {
    String size = of(parallelism, new MemorySize(Runtime.getRuntime().maxMemory())).toString();
    try {
      File folder = Files.createTempDirectory("event-backfill-flink").toFile();
      folder.deleteOnExit();
      File file = new File(folder, "config.yaml");
      file.deleteOnExit();
      Files.writeString(
          file.toPath(),
          "taskmanager.memory.network.min: %s%ntaskmanager.memory.network.max: %s%n"
              .formatted(size, size));
      return folder.toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("no configuration of Flink can be written", e);
    }
  }
}
