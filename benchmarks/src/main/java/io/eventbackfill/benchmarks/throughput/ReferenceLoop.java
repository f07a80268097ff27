package io.eventbackfill.benchmarks.throughput;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import io.eventbackfill.benchmarks.throughput.ReferenceMapping.Mapped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one would write by hand: unpack, map, sort in memory by device and time, send batches; with
 * the same HTTP library as the project and none of its guarantees. It believes every row, every
 * answer and the machine, and needs room for all events at once.
 */
final class ReferenceLoop {
  private static final int PER_REQUEST = 1000;

  private static final Comparator<Mapped> ORDER =
      Comparator.comparing(Mapped::device)
          .thenComparingLong(Mapped::millis)
          .thenComparingLong(Mapped::eventId);

  private final List<Path> files;
  private final int threads;
  private final GenericUrl url;
  private final HttpRequestFactory requests = new Apache5HttpTransport().createRequestFactory();
  private final AtomicInteger nextFile = new AtomicInteger();

  private ReferenceLoop(List<Path> files, int threads, String address) {
    this.files = files;
    this.threads = threads;
    this.url = new GenericUrl(address + "/batch");
  }

  /**
   * Moves a folder.
   *
   * @param args folder, the receiver's address, threads
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int threads = Integer.parseInt(args[2]);
    ReferenceLoop loop = new ReferenceLoop(Lines.files(Path.of(args[0])), threads, args[1]);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<List<List<Mapped>>> read = all(pool, threads, i -> loop.read());
    all(
        pool,
        threads,
        part -> {
          loop.send(read.stream().map(parts -> parts.get(part)).toList());
          return part;
        });
    pool.shutdown();
    System.exit(0);
  }

  private interface Work<T> {
    T of(int thread) throws IOException;
  }

  private static <T> List<T> all(ExecutorService pool, int threads, Work<T> work)
      throws InterruptedException, ExecutionException {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      calls.add(() -> work.of(thread));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> done : pool.invokeAll(calls)) {
      results.add(done.get());
    }
    return results;
  }

  /** One thread's share of the files, in a part for each sending thread. */
  private List<List<Mapped>> read() throws IOException {
    List<List<Mapped>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      parts.add(new ArrayList<>());
    }
    ReferenceMapping mapping = new ReferenceMapping();
    for (int i = nextFile.getAndIncrement(); i < files.size(); i = nextFile.getAndIncrement()) {
      Lines.of(
          files.get(i),
          (row, from, length) -> {
            Mapped mapped = mapping.map(row, from, length);
            parts.get(Math.floorMod(mapped.device().hashCode(), threads)).add(mapped);
          });
    }
    return parts;
  }

  private void send(List<List<Mapped>> parts) throws IOException {
    List<Mapped> events = new ArrayList<>();
    parts.forEach(events::addAll);
    events.sort(ORDER);
    for (int from = 0; from < events.size(); from += PER_REQUEST) {
      post(events.subList(from, Math.min(events.size(), from + PER_REQUEST)));
    }
  }

  private void post(List<Mapped> batch) throws IOException {
    int size = batch.stream().mapToInt(event -> event.body().length + 1).sum();
    ByteArrayOutputStream body = new ByteArrayOutputStream(size + 100);
    String before = "{\"api_key\":\"0123456789abcdef0123456789abcdef\",\"events\":[";
    for (Mapped event : batch) {
      body.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(event.body());
      before = ",";
    }
    body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
    ByteArrayContent content = new ByteArrayContent("application/json", body.toByteArray());
    HttpResponse response = requests.buildPostRequest(url, content).execute();
    response.parseAsString();
  }
}
