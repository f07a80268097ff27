package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser without a window, driven by its DevTools protocol. By the JDK's own WebSocket, for
 * Selenium would bring versions of OpenTelemetry and Guava that Beam's must not meet.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOK_MILLIS = 20;
  private static final long START_SECONDS = 120;

  private final Process process;
  private final DevTools tools;

  private Chromium(Process process, DevTools tools) {
    this.process = process;
    this.tools = tools;
  }

  /**
   * Starts one.
   *
   * @param profile a folder that does not exist, for all it writes
   * @throws IllegalStateException if there is none on this machine
   */
  static Chromium start(Path profile) throws IOException, InterruptedException {
    Files.createDirectories(profile);
    ProcessBuilder builder =
        new ProcessBuilder(
                executable(),
                "--headless=new",
                // Root may not have a sandbox; the pages are ours.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("said.txt").toFile());
    builder.environment().put("TMPDIR", profile.toString());
    Process process = builder.start();
    try {
      return new Chromium(process, DevTools.connect(address(port(process, profile))));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String executable() {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    return found
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the pages are tested in a Chromium, and none of "
                        + NAMES
                        + " is on the PATH: install one, on Debian by"
                        + " apt-get install chromium"))
        .toString();
  }

  private static int port(Process process, Path profile) throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return Integer.parseInt(lines.get(0));
      }
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IllegalStateException(
        "the browser did not start: " + Files.readString(profile.resolve("said.txt")));
  }

  /** Where its one tab listens. */
  private static URI address(int port) throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    String tabs =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
            .body();
    for (JsonNode tab : JSON.readTree(tabs)) {
      if (tab.path("type").asText().equals("page")) {
        return URI.create(tab.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IllegalStateException("the browser has no tab: " + tabs);
  }

  /** Opens a file and waits until all of it is there. */
  void open(Path page, int width, String scheme) {
    ObjectNode size = JSON.createObjectNode().put("width", width).put("height", 900);
    tools.call(
        "Emulation.setDeviceMetricsOverride",
        size.put("deviceScaleFactor", 1).put("mobile", false));
    ObjectNode media = JSON.createObjectNode().put("media", "");
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    tools.call("Emulation.setEmulatedMedia", media);
    tools.forgetEvents();
    tools.call("Page.navigate", JSON.createObjectNode().put("url", page.toUri().toString()));
    tools.await("Page.loadEventFired");
  }

  /** What an expression of JavaScript gives. */
  JsonNode evaluate(String expression) {
    ObjectNode script = JSON.createObjectNode().put("expression", expression);
    JsonNode answer = tools.call("Runtime.evaluate", script.put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.path("exceptionDetails").toString());
    }
    return answer.at("/result/value");
  }

  /** What the console would show of the page that is open, and what it asked the network for. */
  List<String> complaints() {
    return tools.events().stream()
        .filter(
            event ->
                switch (event.path("method").asText()) {
                  case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" ->
                      true;
                  case "Network.requestWillBeSent" ->
                      !event.at("/params/request/url").asText().startsWith("file:");
                  default -> false;
                })
        .map(JsonNode::toString)
        .toList();
  }

  /** Prints the page that is open. */
  byte[] pdf() {
    JsonNode printed = tools.call("Page.printToPDF", JSON.createObjectNode());
    return Base64.getDecoder().decode(printed.path("data").asText());
  }

  /** A picture of the page that is open, from its top. */
  byte[] picture(int width, int height) {
    ObjectNode wish =
        JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
    ObjectNode clip = wish.putObject("clip").put("x", 0).put("y", 0).put("scale", 1);
    clip.put("width", width).put("height", height);
    return Base64.getDecoder()
        .decode(tools.call("Page.captureScreenshot", wish).path("data").asText());
  }

  @Override
  public void close() {
    tools.close();
    // Its children end with it.
    process.destroy();
    if (!ended()) {
      process.destroyForcibly().onExit().join();
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
