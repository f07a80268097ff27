package io.eventbackfill.pipeline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3Proxy, a real S3 server that keeps everything in memory, as a process of its own. */
final class S3Server implements AutoCloseable {
  static final String KEY_ID = "test-key-id";
  static final String SECRET = "test-secret-hush";

  private static final Path JAR = Path.of("target", "s3proxy.jar").toAbsolutePath();
  private static final int AT_ONCE = 8;

  private final JarRun process;
  private final int port;
  private final S3Client client;

  private S3Server(JarRun process, int port) {
    this.process = process;
    this.port = port;
    this.client =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
            .build();
  }

  /** Starts one that keeps its log in this folder. */
  static S3Server start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    Path settings =
        Files.write(
            folder.resolve("s3proxy.conf"),
            List.of(
                "s3proxy.authorization=aws-v4",
                // Of Beam's writes: it knows no header for keys of buckets.
                "s3proxy.ignore-unknown-headers=true",
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.identity=" + KEY_ID,
                "s3proxy.credential=" + SECRET,
                "jclouds.provider=transient",
                "jclouds.identity=none",
                "jclouds.credential=none"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xmx512m"));
    command.addAll(JarRun.HASTY);
    command.addAll(List.of("-jar", JAR.toString(), "--properties", settings.toString()));
    JarRun process = JarRun.start(folder.resolve("s3proxy.log"), command);
    process.await(() -> isListening(port));
    return new S3Server(process, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static boolean isListening(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  void create(String bucket) {
    client.createBucket(request -> request.bucket(bucket));
  }

  void put(String bucket, String key, byte[] content) {
    client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  /** Many at once, by key. */
  void putAll(String bucket, Map<String, String> objects) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (var done :
          threads.invokeAll(
              objects.entrySet().stream()
                  .map(object -> Executors.callable(() -> put(bucket, object)))
                  .toList())) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private void put(String bucket, Map.Entry<String, String> object) {
    put(bucket, object.getKey(), object.getValue().getBytes(StandardCharsets.UTF_8));
  }

  List<String> keys(String bucket, String prefix) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .collect(Collectors.toList());
  }

  String text(String bucket, String key) {
    return client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
