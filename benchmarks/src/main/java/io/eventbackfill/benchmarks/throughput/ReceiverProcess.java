package io.eventbackfill.benchmarks.throughput;

import io.eventbackfill.benchmarks.throughput.Receiver.Arrivals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A {@link Receiver} in a process of its own, so that its work is not counted with the sender's.
 */
final class ReceiverProcess implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 50;
  private static final String PASSWORD = "changeit";

  private final Process process;
  private final String address;
  private final List<String> trust;
  private final Path keyStore;

  private ReceiverProcess(Process process, String address, List<String> trust, Path keyStore) {
    this.process = process;
    this.address = address;
    this.trust = trust;
    this.keyStore = keyStore;
  }

  /**
   * Starts one.
   *
   * @param folder for its files
   * @param tls whether it speaks HTTPS, with a certificate made for the occasion
   */
  static ReceiverProcess start(Path folder, boolean tls) throws IOException, InterruptedException {
    Path file = folder.resolve("receiver-" + (tls ? "tls" : "plain"));
    Files.deleteIfExists(file);
    Path keys = folder.resolve("receiver.p12");
    // Else each answer waits 40 ms for an acknowledgement.
    List<String> undelayed = List.of("-Dsun.net.httpserver.nodelay=true");
    List<String> command = Java.of("1g", undelayed, Receiver.class);
    command.add(file.toString());
    if (tls) {
      if (!Files.exists(keys)) {
        makeKeys(keys);
      }
      command.addAll(List.of(keys.toString(), PASSWORD));
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    while (!Files.exists(file)) {
      if (process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the receiver did not start");
      }
    }
    List<String> trust =
        tls
            ? List.of(
                "-Djavax.net.ssl.trustStore=" + keys,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD)
            : List.of();
    return new ReceiverProcess(process, Files.readString(file), trust, keys);
  }

  private static void makeKeys(Path keys) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias=receiver",
            "-keyalg=RSA",
            "-dname=CN=localhost",
            "-ext=san=dns:localhost",
            "-storetype=PKCS12",
            "-keystore=" + keys,
            "-storepass=" + PASSWORD);
    List<String> spaced = new ArrayList<>();
    command.forEach(
        part -> spaced.addAll(part.startsWith("-") ? List.of(part.split("=", 2)) : List.of(part)));
    int status = new ProcessBuilder(spaced).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("keytool ended with " + status);
    }
  }

  String address() {
    return address;
  }

  /** What a Java program needs to be told to trust it. */
  List<String> trust() {
    return trust;
  }

  /** What has arrived. */
  Arrivals arrivals() throws IOException, InterruptedException, GeneralSecurityException {
    HttpClient.Builder client = HttpClient.newBuilder();
    if (!trust.isEmpty()) {
      client.sslContext(trusting());
    }
    return arrivals(client.build(), address);
  }

  /** What has arrived at a receiver. */
  static Arrivals arrivals(HttpClient client, String address)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    String[] said = client.send(request, BodyHandlers.ofString()).body().split(" ", -1);
    return new Arrivals(
        Long.parseLong(said[0]),
        Long.parseLong(said[1]),
        Long.parseLong(said[2]),
        Long.parseLong(said[3]));
  }

  private SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
