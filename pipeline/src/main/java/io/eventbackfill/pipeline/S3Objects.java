package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Store;
import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists the objects that a pattern names, with one request for each 1,000. Beam's own listing asks
 * for each object once more, fails as a whole if one of them is gone or forbidden by then, and does
 * not pass on the store's checksums.
 *
 * <p>Thread-safe.
 */
final class S3Objects implements AutoCloseable {
  private static final String SCHEME = "s3://";
  private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)(?:/(.*))?", Pattern.DOTALL);

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  /** Of a listing request with all its retries. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PipelineOptions options;
  private @Nullable S3Client client;

  S3Objects(PipelineOptions options) {
    this.options = options;
  }

  /** True if an address is one of objects. */
  static boolean isAddress(String address) {
    return address.startsWith(SCHEME);
  }

  /**
   * The objects that a glob names, in the order of their names. What stands for a folder, an empty
   * object whose name ends in a slash, is left out.
   *
   * @param glob its name is an {@link ObjectGlob}
   * @throws IOException with words for a user, if the store does not list them
   */
  List<InputFile> matching(String glob) throws IOException {
    Matcher address = ADDRESS.matcher(glob);
    if (!address.matches()) {
      throw new IOException("it is not of the form s3://bucket/name");
    }
    String bucket = address.group(1);
    String key = address.group(2) == null ? "" : address.group(2);
    if (key.isEmpty() || key.endsWith("/")) {
      throw new IOException(
          "it is a folder; name its files, such as " + SCHEME + bucket + "/" + key + "**");
    }
    String prefix = ObjectGlob.prefix(key);
    ObjectGlob wanted = ObjectGlob.of(key);
    List<InputFile> files = new ArrayList<>();
    List<String> unsayable = new ArrayList<>();
    for (S3Object object : list(bucket, prefix, prefix.equals(key))) {
      if (wanted.matches(object.key()) && !isFolder(object)) {
        if (isSayable(object.key())) {
          files.add(file(bucket, object));
        } else {
          unsayable.add(object.key());
        }
      }
    }
    if (!unsayable.isEmpty()) {
      throw new IOException(
          ("%,d of the names can't be addressed, such as '%s': a name may not begin or end with a"
                  + " slash, nor hold a line break")
              .formatted(unsayable.size(), LINE_BREAK.matcher(unsayable.get(0)).replaceAll("␤")));
    }
    return files;
  }

  /**
   * Asks whether a folder can be listed.
   *
   * @throws IOException with words for a user, if not
   */
  void check(String folder) throws IOException {
    Matcher address = ADDRESS.matcher(folder);
    if (!address.matches()) {
      throw new IOException("it is not of the form s3://bucket/name");
    }
    String prefix = address.group(2) == null ? "" : address.group(2);
    List<S3Object> unused = list(address.group(1), prefix, true);
  }

  /**
   * What a store holds below a folder of it, sorted by name; nothing that stands for a folder.
   *
   * @param store its address, with a slash at its end
   * @param folder relative to it
   * @throws IOException with words for a user, if it is not listed
   */
  List<Store.Item> below(String store, String folder) throws IOException {
    Matcher address = ADDRESS.matcher(store + folder);
    if (!address.matches()) {
      throw new IOException("it is not of the form s3://bucket/name");
    }
    int own = address.group(2).length() - folder.length();
    List<Store.Item> items = new ArrayList<>();
    for (S3Object object : list(address.group(1), address.group(2), false)) {
      if (!object.key().endsWith("/")) {
        items.add(new Store.Item(object.key().substring(own), object.size()));
      }
    }
    items.sort(Comparator.comparing(Store.Item::name));
    return List.copyOf(items);
  }

  private static boolean isFolder(S3Object object) {
    return object.key().endsWith("/") && object.size() == 0;
  }

  /** Beam's addresses drop a first slash, take a last one for a folder, and end at a line break. */
  private static boolean isSayable(String key) {
    return !key.startsWith("/") && !key.endsWith("/") && !LINE_BREAK.matcher(key).find();
  }

  /** To the second, for that is all that some answers tell. */
  private static InputFile file(String bucket, S3Object object) {
    return new InputFile(
        SCHEME + bucket + "/" + object.key(),
        object.size(),
        object.lastModified().truncatedTo(ChronoUnit.SECONDS).toEpochMilli(),
        object.eTag());
  }

  private List<S3Object> list(String bucket, String prefix, boolean first) throws IOException {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix)
            .overrideConfiguration(config -> config.apiCallTimeout(PATIENCE));
    try {
      if (first) {
        return client().listObjectsV2(request.maxKeys(1).build()).contents();
      }
      List<S3Object> all = new ArrayList<>();
      client().listObjectsV2Paginator(request.build()).contents().forEach(all::add);
      return all;
    } catch (SdkException e) {
      throw new IOException(S3Fault.words(e, bucket), e);
    }
  }

  private synchronized S3Client client() {
    if (client == null) {
      client = S3Clients.client(options.as(S3Options.class));
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
