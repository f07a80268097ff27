package io.eventbackfill.delivery;

import com.google.api.client.http.AbstractHttpContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.Watchdog.Watch;
import io.eventbackfill.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Google's HTTP client over Apache's: connections are kept and shared by all threads of a process.
 * What the libraries would do by themselves is off: retries, redirects, and logging of bodies,
 * which hold keys. Thread-safe.
 */
public final class GoogleHttpTransport implements HttpDownload {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Enough for every lane of a process; a lane uses one connection. */
  private static final int MAX_CONNECTIONS = 256;

  /** No vendor answers with more; what is longer is not an answer. */
  private static final int MAX_REPLY_BYTES = 16 * 1024 * 1024;

  /**
   * How much of a body is sent between two looks for an early answer. A look costs a millisecond
   * where the connection is encrypted.
   */
  private static final long LOOK_FOR_ANSWER_BYTES = 256 * 1024;

  private static final int PIECE_BYTES = 64 * 1024;

  /** Sending the body may take so many timeouts; ten of a minute are 17 kB/s for 10 MB. */
  private static final int SENDING_TIMEOUTS = 10;

  /** A download may take so many timeouts; sixty of a minute are 1.1 MB/s for 4 GB. */
  private static final int DOWNLOADING_TIMEOUTS = 60;

  private final Watchdog watchdog = new Watchdog();
  private final CloseableHttpClient client;
  private final HttpRequestFactory requests;
  private final Duration timeout;

  /**
   * A transport.
   *
   * @param timeout how long a whole answer may take, from the request's last byte on, before it
   *     counts as lost
   */
  public GoogleHttpTransport(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClients.custom()
            .addExecInterceptorFirst("watchdog", watchdog.handler())
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setConnectionFactory(noticingEarlyAnswers())
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    this.requests = new Apache5HttpTransport(client).createRequestFactory();
  }

  @Override
  public HttpReply send(HttpRequestSpec spec) throws InterruptedException {
    return exchange(
        timeout.multipliedBy(SENDING_TIMEOUTS),
        watch -> {
          HttpContent body = new WatchedBody(spec, watch);
          return requests.buildPostRequest(new GenericUrl(spec.uri()), body);
        },
        spec.headers(),
        null);
  }

  @Override
  public HttpReply get(URI uri, Map<String, String> headers, OutputStream to)
      throws InterruptedException {
    return exchange(
        timeout.multipliedBy(DOWNLOADING_TIMEOUTS),
        watch -> requests.buildGetRequest(new GenericUrl(uri)),
        headers,
        to);
  }

  /** Makes the request of an exchange that is watched. */
  private interface Made {
    HttpRequest by(Watch watch) throws IOException;
  }

  private HttpReply exchange(
      Duration limit, Made made, Map<String, String> headers, @Nullable OutputStream to)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try (Watch watch = watchdog.watch(limit)) {
      try {
        HttpResponse response = prepared(made.by(watch), headers).execute();
        try {
          return answered(response, to);
        } finally {
          response.disconnect();
        }
      } catch (IOException e) {
        return watch.isExpired()
            ? new Failed("timeout", "no whole answer within " + timeout)
            : failed(e);
      } catch (NumberFormatException e) {
        // Google's client reads headers such as Age as numbers, asked or not.
        return new Failed("reply-unreadable", "a header of the answer: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing connections", e);
    } finally {
      watchdog.close();
    }
  }

  /** A server may refuse a large body while it is still being sent, and then close. */
  private static ManagedHttpClientConnectionFactory noticingEarlyAnswers() {
    return ManagedHttpClientConnectionFactory.builder()
        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(LOOK_FOR_ANSWER_BYTES))
        .build();
  }

  private HttpRequest prepared(HttpRequest request, Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          if (name.equals("User-Agent")) {
            request.getHeaders().setUserAgent(value);
          } else if (name.equals("Authorization")) {
            request.getHeaders().setAuthorization(value);
          } else if (!name.equals("Content-Type")) {
            request.getHeaders().set(name, value);
          }
        });
    return request
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setReadTimeout((int) timeout.toMillis())
        .setNumberOfRetries(0)
        .setFollowRedirects(false)
        .setThrowExceptionOnExecuteError(false)
        .setSuppressUserAgentSuffix(true)
        .setLoggingEnabled(false)
        .setCurlLoggingEnabled(false);
  }

  private static HttpReply answered(HttpResponse response, @Nullable OutputStream to)
      throws IOException {
    Optional<String> retryAfter = Optional.ofNullable(response.getHeaders().getRetryAfter());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    InputStream content = mayHaveBody(response) ? response.getContent() : null;
    if (content != null && to != null && response.getStatusCode() == 200) {
      content.transferTo(new Kept(to));
    } else if (content != null) {
      body.writeBytes(content.readNBytes(MAX_REPLY_BYTES));
      if (content.read() >= 0) {
        return new Failed(
            "reply-too-long", "the answer has more than " + MAX_REPLY_BYTES + " bytes");
      }
    }
    return new Answered(response.getStatusCode(), retryAfter, Bytes.of(body.toByteArray()));
  }

  /** A disk that is full is no connection that was lost. */
  private static final class Kept extends OutputStream {
    private final OutputStream to;

    Kept(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        to.write(bytes, from, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Where there can be no body, the libraries hand out a stream around nothing. */
  private static boolean mayHaveBody(HttpResponse response) {
    return response.getStatusCode() != 204 && response.getStatusCode() != 304;
  }

  private static HttpReply failed(IOException e) throws InterruptedException {
    String detail = e.getClass().getSimpleName() + ": " + e.getMessage();
    if (e instanceof SocketTimeoutException) {
      return new Failed("timeout", detail);
    }
    if (e instanceof InterruptedIOException && Thread.interrupted()) {
      throw new InterruptedException(detail);
    }
    if (e instanceof ConnectException || e instanceof UnknownHostException) {
      return new Failed("unreachable", detail);
    }
    if (e instanceof SSLException) {
      return new Failed("tls-failed", detail);
    }
    return new Failed("connection-lost", detail);
  }

  /**
   * The body, in pieces, so that an early answer is noticed; when it is sent, the answer is due.
   */
  private final class WatchedBody extends AbstractHttpContent {
    private final byte[] bytes;
    private final Watch watch;

    WatchedBody(HttpRequestSpec spec, Watch watch) {
      super(spec.headers().get("Content-Type"));
      this.bytes = spec.body().array();
      this.watch = watch;
    }

    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
        out.write(bytes, from, Math.min(PIECE_BYTES, bytes.length - from));
      }
      out.flush();
      watch.allow(timeout);
    }
  }
}
