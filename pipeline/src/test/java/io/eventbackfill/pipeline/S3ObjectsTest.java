package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings of S3, and what its options do; {@link ObjectStoreIT} asks a real server. */
class S3ObjectsTest {
  private static final String KEYS =
      "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\","
          + "\"accessKeyId\":\"AKIAEXAMPLE\",\"secretAccessKey\":\"hush\"}";

  private CannedStore store;

  @BeforeEach
  void start() throws IOException {
    store = CannedStore.start();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void anObjectIsListedWithItsSizeItsTimeToTheSecondAndItsChecksum() throws IOException {
    store.holding("b", "in/a+b #1.json", "in/folder/", "in/other.gz", "in/x%20é&.json");

    assertThat(
        matching("s3://b/in/*.json"),
        contains(
            new InputFile("s3://b/in/a+b #1.json", 5, 1_709_294_400_000L, "\"e\""),
            new InputFile("s3://b/in/x%20é&.json", 5, 1_709_294_400_000L, "\"e\"")));
    assertThat("requests", store.requests.size(), is(1));
    assertThat(store.requests.get(0), containsString("prefix=in%2F"));
  }

  @Test
  void theEndpointIsAskedWithTheBucketInThePathOrInTheHost() throws IOException {
    store.holding("bucket", "in/a.json");
    assertThat(matching("s3://bucket/in/a.json").size(), is(1));
    assertThat(store.requests.get(0), startsWith("localhost/bucket?"));

    try (S3Objects objects = objects("--s3Endpoint=" + store.endpoint())) {
      // The host bucket.localhost is known here or not: either way it is what was asked.
      IOException fault =
          assertThrows(IOException.class, () -> objects.matching("s3://bucket/in/a.json"));
      assertThat(
          fault.getMessage() + store.requests.subList(1, store.requests.size()),
          containsString("bucket.localhost"));
    }
  }

  @Test
  void namesThatNoAddressHoldsAreSaid() {
    store.holding("b", "in//", "/in/a", "in/a\nb", "in/fine");

    IOException fault = assertThrows(IOException.class, () -> matching("s3://b/**"));

    assertThat(
        fault.getMessage(), startsWith("2 of the names can't be addressed, such as '/in/a'"));
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, X-None, '', there is no bucket b",
    "403, AccessDenied, X-None, '', may not list bucket b (s3:ListBucket)",
    "403, InvalidAccessKeyId, X-None, '', the store does not know the access key",
    "403, SignatureDoesNotMatch, X-None, '', the secret key does not belong to the access key",
    "400, ExpiredToken, X-None, '', log in again",
    "301, PermanentRedirect, x-amz-bucket-region, eu-west-1, 'another region, eu-west-1: set'",
    "400, AuthorizationHeaderMalformed, X-None, '', another region: set AWS_REGION",
    "409, Odd, X-None, '', the store answers 409 (Odd: said by the store)",
  })
  void aRefusalSaysWhatToDo(int status, String code, String header, String value, String words) {
    store.refusing("b", status, code, header, value);

    IOException fault = assertThrows(IOException.class, () -> matching("s3://b/*"));

    assertThat(fault.getMessage(), allOf(containsString(words), not(containsString("hush"))));
  }

  @Test
  void aStoreThatIsNotThereIsSaid() {
    store.close();

    IOException fault = assertThrows(IOException.class, () -> matching("s3://b/*"));

    assertThat(fault.getMessage(), startsWith("the store can't be reached: "));
  }

  @Test
  void aFolderIsNoFile() {
    for (String folder : List.of("s3://b", "s3://b/", "s3://b/in/")) {
      IOException fault = assertThrows(IOException.class, () -> matching(folder));
      assertThat(fault.getMessage(), startsWith("it is a folder; name its files, such as s3://b/"));
    }
    assertThat(store.requests, is(empty()));
  }

  @Test
  void anEndpointMustBeAnAddressAndIsNotRepeated() {
    for (String wrong : List.of("minio:9000", "ftp://host", "http://key:hush@host", "http:// x")) {
      List<String> problems = new ArrayList<>();
      PipelineOptions unused = options(problems, "--s3Endpoint=" + wrong);
      assertThat(
          problems,
          contains("--s3Endpoint is not an address such as https://minio.example.com:9000"));
    }
  }

  @Test
  void aStoreThatIsNotAmazonsNeedsNoRegion() {
    List<String> problems = new ArrayList<>();
    S3Options options = options(problems, "--s3Endpoint=http://h:1").as(S3Options.class);
    assertThat(options.getAwsRegion().id(), equalTo("us-east-1"));

    String[] args = {"--s3Endpoint=http://h:1", "--awsRegion=auto"};
    assertThat(options(problems, args).as(S3Options.class).getAwsRegion().id(), equalTo("auto"));
    assertThat(problems, is(empty()));
  }

  private List<InputFile> matching(String glob) throws IOException {
    try (S3Objects objects = objects("--s3Endpoint=" + store.endpoint(), "--s3PathStyle=true")) {
      return objects.matching(glob);
    }
  }

  private static S3Objects objects(String... args) {
    List<String> problems = new ArrayList<>();
    List<String> all = new ArrayList<>(List.of(args));
    all.add(KEYS);
    S3Objects objects = new S3Objects(options(problems, all.toArray(String[]::new)));
    assertThat(problems, is(empty()));
    return objects;
  }

  private static PipelineOptions options(List<String> problems, String... args) {
    PipelineOptions options = CommandLine.parse(args, problems);
    StoreSettings.apply(options, args, problems);
    return options;
  }
}
