package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A conversation with a tab of a browser: calls with answers, and events in between. */
final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MOST_SECONDS = 60;

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final WebSocket socket;
  private int calls;

  private DevTools(URI tab) {
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(tab, new Ear())
            .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** Begins one that hears of everything a page does. */
  static DevTools connect(URI tab) {
    DevTools tools = new DevTools(tab);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tools.call(domain + ".enable", JSON.createObjectNode());
    }
    return tools;
  }

  /** Asks for something and waits for the answer. */
  JsonNode call(String method, JsonNode parameters) {
    int id = ++calls;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    request.set("params", parameters);
    socket.sendText(request.toString(), true).join();
    JsonNode answered = answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    if (answered.has("error")) {
      throw new IllegalStateException(method + ": " + answered.path("error"));
    }
    return answered.path("result");
  }

  /** Waits for an event since the last time that events were forgotten. */
  void await(String method) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    synchronized (events) {
      while (events.stream().noneMatch(event -> event.path("method").asText().equals(method))) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new IllegalStateException(method + " did not come");
        }
        try {
          events.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** What happened since the last time that events were forgotten. */
  List<JsonNode> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  void forgetEvents() {
    synchronized (events) {
      events.clear();
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void heard(String message) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the browser does not speak JSON", e);
    }
    CompletableFuture<JsonNode> answer = waiting.remove(json.path("id").asInt(-1));
    if (answer != null) {
      answer.complete(json);
      return;
    }
    synchronized (events) {
      events.add(json);
      events.notifyAll();
    }
  }

  /** Puts together what comes in parts. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        String whole = parts.toString();
        parts.setLength(0);
        heard(whole);
      }
      return WebSocket.Listener.super.onText(from, part, last);
    }
  }
}
