package io.eventbackfill.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An S3 store that answers what it was told to; to nothing but listings. */
final class CannedStore implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** The addresses asked for, and the hosts they were asked of. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body, String header, String value) {}

  private CannedStore(HttpServer server) {
    this.server = server;
  }

  static CannedStore start() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    CannedStore store = new CannedStore(HttpServer.create(any, 0));
    store.server.createContext("/", store::answer);
    store.server.start();
    return store;
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** A bucket's listing, which needs no second page. */
  CannedStore holding(String bucket, String... keys) {
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (String key : keys) {
      xml.append("<Contents><Key>").append(key.replace("&", "&amp;"));
      xml.append("</Key><LastModified>2024-03-01T12:00:00.789Z</LastModified><ETag>\"e\"</ETag>");
      xml.append("<Size>").append(key.endsWith("/") ? 0 : 5).append("</Size></Contents>");
    }
    return answering(bucket, 200, xml.append("</ListBucketResult>").toString(), "X-None", "");
  }

  /** A bucket that refuses, by one of S3's codes. */
  CannedStore refusing(String bucket, int status, String code, String header, String value) {
    String xml = "<Error><Code>%s</Code><Message>said by the store</Message></Error>";
    return answering(bucket, status, xml.formatted(code), header, value);
  }

  private CannedStore answering(
      String bucket, int status, String xml, String header, String value) {
    answers.put(bucket, new Answer(status, xml, header, value));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String path = exchange.getRequestURI().toString();
    requests.add(host.replaceFirst(":.*", "") + path);
    String bucket = path.replaceFirst("^/", "").replaceFirst("[/?].*", "");
    Answer answer = answers.getOrDefault(bucket, new Answer(404, "", "X-None", ""));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add(answer.header(), answer.value());
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
