package io.eventbackfill.pipeline;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** What the options say of object stores, in the words of the file systems behind them. */
final class StoreSettings {
  /** Stores that are not Amazon's take any, and this is the one that all of them know. */
  private static final Region ANY = Region.US_EAST_1;

  private StoreSettings() {}

  /**
   * Completes the options before file systems are made of them.
   *
   * @param args what the options were made of
   * @param problems takes a sentence for each fault
   */
  static void apply(PipelineOptions options, String[] args, List<String> problems) {
    S3Options s3 = options.as(S3Options.class);
    s3.setS3ClientFactoryClass(S3Clients.class);
    BackfillOptions ours = options.as(BackfillOptions.class);
    String endpoint = ours.getS3Endpoint();
    if (endpoint == null) {
      return;
    }
    if (!isAddress(endpoint)) {
      // Not shown: somebody may have put a key into it.
      problems.add("--s3Endpoint is not an address such as https://minio.example.com:9000");
      ours.setS3Endpoint(null);
    }
    if (Arrays.stream(args).noneMatch(arg -> arg.startsWith("--awsRegion="))) {
      s3.setAwsRegion(region());
    }
  }

  private static boolean isAddress(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && List.of("http", "https").contains(String.valueOf(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Without asking the machine's metadata service, which knows nothing of another's store. */
  private static Region region() {
    try {
      @Nullable Region found =
          new AwsRegionProviderChain(
                  new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
              .getRegion();
      return found == null ? ANY : found;
    } catch (SdkClientException e) {
      return ANY;
    }
  }
}
