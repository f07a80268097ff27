package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Bytes;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eventbackfill.steps.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;

/**
 * As much of Cloud Storage and of Dataflow, in this process, as the command asks for itself:
 * objects can be listed, read and written; a job can be created, looked at and cancelled. It is
 * never run.
 */
final class LoopbackCloud implements AutoCloseable {
  static final String BUCKET = "backfill";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STORAGE = "/storage/v1/b/";
  private static final String DOWNLOAD = "/download";
  private static final Pattern BATCHED =
      Pattern.compile(
          "content-id: (\\d+).*?DELETE \\S*/o/([^ ?]+)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final String UPLOAD = "/upload/storage/v1/b/";

  private final HttpServer server;
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final List<JsonNode> jobs = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String state = "JOB_STATE_RUNNING";
  private volatile String error = "";
  private volatile ObjectNode metrics = JSON.createObjectNode();
  private volatile Runnable whenLookedAt = () -> {};

  LoopbackCloud() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put("exports/a.json", "{}\n");
    put("key", Command.KEY + "\n");
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Runs the command on it, for the exports and the key that are kept; options replace the usual.
   */
  Command run(Path output, String... more) {
    return Command.run(output, args(more));
  }

  /** The arguments of such a run. */
  List<String> args(String... more) {
    Map<String, String> options = new TreeMap<>();
    Stream.concat(options().stream(), Stream.of(more))
        .map(option -> option.split("=", 2))
        .forEach(parts -> options.put(parts[0], parts[1]));
    return options.entrySet().stream()
        .filter(option -> !option.getValue().isEmpty())
        .map(option -> option.getKey() + "=" + option.getValue())
        .toList();
  }

  private List<String> options() {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return List.of(
        "--runner=DataflowRunner",
        "--project=company-data",
        "--region=europe-west1",
        "--tempLocation=" + address("tmp"),
        "--credentialFactoryClass=" + NoopCredentialFactory.class.getName(),
        "--gcsEndpoint=" + address + "/storage/v1/",
        "--dataflowEndpoint=" + address + "/",
        // Otherwise the whole class path is.
        "--filesToStage=pom.xml",
        "--input=" + address("exports/*"),
        "--output=" + address("out"),
        "--ledger=" + address("ledger"),
        "--apiKey=file:" + address("key"));
  }

  /** The address of an object. */
  static String address(String object) {
    return "gs://" + BUCKET + "/" + object;
  }

  /** Keeps an object. */
  void put(String object, String text) {
    objects.put(object, text.getBytes(StandardCharsets.UTF_8));
  }

  /** All objects by name, to look into. */
  NavigableMap<String, byte[]> objects() {
    return objects;
  }

  /** The jobs that were created. */
  List<JsonNode> jobs() {
    return jobs;
  }

  /** Method and path of each request. */
  List<String> requests() {
    return requests;
  }

  /** From now on the job is in this state, in the service's words. */
  void jobIs(String newState) {
    state = newState;
  }

  /** The job has failed with this message. */
  void jobFailed(String message) {
    error = message;
    state = "JOB_STATE_FAILED";
  }

  /** One step of the job, by its internal name, has counted so much. */
  void counted(String step, String name, long n) {
    for (boolean tentative : new boolean[] {true, false}) {
      ObjectNode metric = metrics.withArrayProperty("metrics").addObject().put("scalar", n);
      ObjectNode named = metric.putObject("name").put("origin", "user").put("name", name);
      ObjectNode context = named.putObject("context").put("step", step);
      context.put("namespace", Tally.NAMESPACE);
      if (tentative) {
        context.put("tentative", "true");
      }
    }
  }

  /** Something to do whenever the job is looked at. */
  void whenLookedAt(Runnable action) {
    whenLookedAt = action;
  }

  private void handle(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getRawPath();
    requests.add(http.getRequestMethod() + " " + path);
    try (http) {
      if (path.startsWith(UPLOAD)) {
        upload(http);
      } else if (path.startsWith(DOWNLOAD + STORAGE)) {
        storage(http, path.substring((DOWNLOAD + STORAGE).length()));
      } else if (path.startsWith(STORAGE)) {
        storage(http, path.substring(STORAGE.length()));
      } else if (path.startsWith("/batch/")) {
        deleteAll(http);
      } else {
        dataflow(http, path);
      }
    }
  }

  private void storage(HttpExchange http, String path) throws IOException {
    String[] parts = path.split("/", 3);
    if (!parts[0].equals(BUCKET)) {
      answer(http, 404, failure(404, "no such bucket"));
    } else if (parts.length == 1) {
      answer(http, 200, JSON.createObjectNode().put("name", BUCKET).put("projectNumber", "1"));
    } else if (parts.length == 2) {
      list(http);
    } else {
      object(http, URLDecoder.decode(parts[2], StandardCharsets.UTF_8));
    }
  }

  private void list(HttpExchange http) throws IOException {
    String prefix = query(http).getOrDefault("prefix", "");
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode items = answer.putArray("items");
    objects.keySet().stream().filter(n -> n.startsWith(prefix)).map(this::meta).forEach(items::add);
    answer(http, 200, answer);
  }

  private void object(HttpExchange http, String name) throws IOException {
    byte[] content = objects.get(name);
    if (content == null) {
      answer(http, 404, failure(404, "No such object: " + name));
    } else if (http.getRequestMethod().equals("DELETE")) {
      objects.remove(name);
      http.sendResponseHeaders(204, -1);
    } else if (query(http).getOrDefault("alt", "").equals("media")) {
      http.sendResponseHeaders(200, content.length);
      http.getResponseBody().write(content);
    } else {
      answer(http, 200, meta(name));
    }
  }

  /** Several requests in one. The command asks for nothing but deletions in this way. */
  private void deleteAll(HttpExchange http) throws IOException {
    String asked = new String(body(http), StandardCharsets.UTF_8);
    StringBuilder answer = new StringBuilder();
    Matcher parts = BATCHED.matcher(asked);
    while (parts.find()) {
      String name = URLDecoder.decode(parts.group(2), StandardCharsets.UTF_8);
      int code = objects.remove(name) == null ? 404 : 204;
      answer.append(
          "--part\r\nContent-Type: application/http\r\nContent-ID: response-%s\r\n\r\nHTTP/1.1 %d\r\n\r\n\r\n"
              .formatted(parts.group(1), code));
    }
    byte[] bytes = answer.append("--part--").toString().getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().add("Content-Type", "multipart/mixed; boundary=part");
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private static byte[] body(HttpExchange http) throws IOException {
    InputStream in = http.getRequestBody();
    boolean packed = "gzip".equals(http.getRequestHeaders().getFirst("Content-Encoding"));
    return (packed ? new GZIPInputStream(in) : in).readAllBytes();
  }

  private ObjectNode meta(String name) {
    return JSON.createObjectNode()
        .put("kind", "storage#object")
        .put("bucket", BUCKET)
        .put("name", name)
        .put("size", Integer.toString(objects.get(name).length))
        .put("generation", "1")
        .put("metageneration", "1")
        .put("timeCreated", "2026-01-01T00:00:00.000Z")
        .put("updated", "2026-01-01T00:00:00.000Z");
  }

  /** The name in a first request, the bytes in the following ones. */
  private void upload(HttpExchange http) throws IOException {
    Map<String, String> query = query(http);
    if (http.getRequestMethod().equals("POST")) {
      String name = JSON.readTree(body(http)).path("name").asText();
      beginUpload(http, query.getOrDefault("name", name));
    } else {
      continueUpload(http, query.get("session"));
    }
  }

  private void beginUpload(HttpExchange http, String name) throws IOException {
    objects.put(name, new byte[0]);
    String session =
        UPLOAD + BUCKET + "/o?session=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    http.getResponseHeaders()
        .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + session);
    answer(http, 200, JSON.createObjectNode());
  }

  private void continueUpload(HttpExchange http, String name) throws IOException {
    objects.merge(name, body(http), Bytes::concat);
    if (String.valueOf(http.getRequestHeaders().getFirst("Content-Range")).endsWith("/*")) {
      http.getResponseHeaders().add("Range", "bytes=0-" + (objects.get(name).length - 1));
      http.sendResponseHeaders(308, -1);
    } else {
      answer(http, 200, meta(name));
    }
  }

  private void dataflow(HttpExchange http, String path) throws IOException {
    String method = http.getRequestMethod();
    if (path.endsWith("/messages")) {
      answer(http, 200, messages());
      return;
    }
    if (path.endsWith("/metrics")) {
      answer(http, 200, metrics);
      return;
    }
    if (method.equals("POST")) {
      jobs.add(JSON.readTree(body(http)));
    } else if (method.equals("PUT")) {
      state = JSON.readTree(body(http)).path("requestedState").asText(state);
    } else {
      whenLookedAt.run();
    }
    answer(http, 200, JSON.createObjectNode().put("id", "job-1").put("currentState", state));
  }

  private ObjectNode messages() {
    ObjectNode answer = JSON.createObjectNode();
    if (!error.isEmpty()) {
      answer
          .putArray("jobMessages")
          .addObject()
          .put("id", "1")
          .put("time", "2026-01-01T00:00:00.000Z")
          .put("messageImportance", "JOB_MESSAGE_ERROR")
          .put("messageText", error);
    }
    return answer;
  }

  private static ObjectNode failure(int code, String message) {
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private static void answer(HttpExchange http, int code, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    http.getRequestBody().readAllBytes();
    http.getResponseHeaders().add("Content-Type", "application/json");
    http.sendResponseHeaders(code, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(HttpExchange http) {
    Map<String, String> query = new HashMap<>();
    String raw = http.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
