package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory is bounded by the heap that was given, whatever the input's size: a lane is streamed from
 * the engine into the sorter, and from there, by way of the disk, to the destination.
 */
class LargeLaneIT {
  private static final int ROWS = 60_000;

  /** Of the events of the one lane: half as much again as the heap. */
  private static final int ROW_BYTES = 10_000;

  private static final String HEAP = "-Xmx400m";
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void aLaneLargerThanTheHeapIsSentWhole() throws Exception {
    Path input = Files.createDirectory(folder.resolve("in"));
    write(input.resolve("events.json.gz"));
    AtomicLong arrived = new AtomicLong();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> take(exchange, arrived));
    server.start();
    Path output = folder.resolve("out");
    List<String> command =
        JarRun.command(
            folder,
            List.of(HEAP),
            List.of(
                "--input=" + input + "/*",
                "--output=" + output,
                "--ledger=none",
                "--lanes=1",
                "--parallelism=1",
                "--runner=FlinkRunner",
                "--apiKey=env:AMPLITUDE_API_KEY",
                "--destinationEndpoint=http://127.0.0.1:" + server.getAddress().getPort(),
                "--maxEventsPerSecond=1000000",
                "--maxEventsPerSecondPerDevice=1000000"));
    try (JarRun run = JarRun.start(folder.resolve("log"), command)) {
      run.assertEnds(0);
    } finally {
      server.stop(0);
    }

    assertThat(arrived.get(), is((long) ROWS));
    Path report = new Command(0, "", "", output).files("report.json").get(0);
    assertThat(Command.json(report).at("/rows/accepted").asLong(), is((long) ROWS));
  }

  /** Latest first, so that nothing can be sent before everything was read. */
  private static void write(Path file) throws IOException {
    String padding = "x".repeat(ROW_BYTES);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int row = ROWS; row > 0; row--) {
        String time = START.plusSeconds(row).toString().replace("T", " ").replace("Z", ".000000");
        String line =
            ("{\"event_type\":\"read\",\"$insert_id\":\"row-%d\",\"device_id\":\"device-%d\","
                    + "\"event_time\":\"%s\",\"event_properties\":{\"text\":\"%s\"}}%n")
                .formatted(row, row % 100, time, padding);
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void take(HttpExchange exchange, AtomicLong arrived) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    long events = body.split("\"insert_id\"", -1).length - 1L;
    arrived.addAndGet(events);
    byte[] answer =
        "{\"code\":200,\"events_ingested\":%d,\"payload_size_bytes\":1}"
            .formatted(events)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
