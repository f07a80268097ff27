package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A line to a server of HTTP that does what it is told to requests: answers them itself, or cuts
 * what the server answers. One request a connection.
 */
final class FaultyLine implements AutoCloseable {
  private static final int BLOCK = 8192;

  private final ServerSocket socket;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  /** The first lines of all requests. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * What happens to a request.
   *
   * @param answer the whole answer, or empty to let the server answer
   * @param most bytes of the server's answer that arrive
   * @param left how many more times
   */
  private record Fault(Pattern request, String answer, long most, AtomicInteger left) {}

  private FaultyLine(ServerSocket socket, int port) {
    this.socket = socket;
    this.port = port;
  }

  static FaultyLine to(int port) throws IOException {
    ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    FaultyLine line = new FaultyLine(socket, port);
    line.threads.execute(line::accept);
    return line;
  }

  String endpoint() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Answers requests whose first line matches, so many times, as S3 does. */
  FaultyLine answering(String request, int status, String code, int times) {
    String body = "<Error><Code>" + code + "</Code><Message>by the test</Message></Error>";
    String answer =
        "HTTP/1.1 %d No\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s";
    return with(request, answer.formatted(status, body.length(), body), Long.MAX_VALUE, times);
  }

  /** Cuts the connection after so many bytes of an answer. */
  FaultyLine cutting(String request, long afterBytes, int times) {
    return with(request, "", afterBytes, times);
  }

  private FaultyLine with(String request, String answer, long most, int times) {
    faults.add(new Fault(Pattern.compile(request), answer, most, new AtomicInteger(times)));
    return this;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        // Closed: nobody else ends it.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String first = head.lines().findFirst().orElse("");
      requests.add(first);
      Fault fault = fault(first);
      if (fault != null && !fault.answer().isEmpty()) {
        client.getOutputStream().write(fault.answer().getBytes(StandardCharsets.UTF_8));
        return;
      }
      forward(client, head, fault == null ? Long.MAX_VALUE : fault.most());
    } catch (IOException e) {
      // One of both has hung up, which the other sees, too.
      requests.add("hung up: " + e.getMessage());
    }
  }

  private Fault fault(String request) {
    for (Fault fault : faults) {
      if (fault.request().matcher(request).find() && fault.left().getAndDecrement() > 0) {
        return fault;
      }
    }
    return null;
  }

  private void forward(Socket client, String head, long most) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String once = head.replaceAll("(?im)^Connection:.*\r\n", "");
      once = once.substring(0, once.length() - 2) + "Connection: close\r\n\r\n";
      server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
      threads.execute(() -> pump(client, server));
      copy(server.getInputStream(), client.getOutputStream(), most);
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream(), Long.MAX_VALUE);
    } catch (IOException e) {
      // The answer is complete, or cut, and the sockets are closed.
      return;
    }
  }

  private static void copy(InputStream in, OutputStream out, long most) throws IOException {
    byte[] block = new byte[BLOCK];
    long left = most;
    while (left > 0) {
      int read = in.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        return;
      }
      out.write(block, 0, read);
      left -= read;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
