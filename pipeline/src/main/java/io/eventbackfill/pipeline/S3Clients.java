package io.eventbackfill.pipeline;

import java.lang.reflect.Proxy;
import java.net.URI;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes the clients of S3 and of what speaks its protocol, on every worker: options name this
 * class, and Beam makes one wherever they arrive.
 *
 * <p>Nothing is looked up before the first request. Beam asks for a builder at every start,
 * whatever the input is, and away from AWS the search for a region asks an address that may never
 * answer.
 */
public final class S3Clients implements S3ClientBuilderFactory {
  /**
   * A request that failed is sent again this often by the client itself, after up to 0.1 s, 0.2 s,
   * 0.4 s, ...; after 0.5 s, 1 s, 2 s, ... when the store asks to slow down, so for half a minute.
   */
  static final int RETRIES = 6;

  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    return (S3ClientBuilder)
        Proxy.newProxyInstance(
            S3ClientBuilder.class.getClassLoader(),
            new Class<?>[] {S3ClientBuilder.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "build" -> client(options);
                  case "toString" -> "a client by these options";
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> args != null && proxy == args[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /**
   * A client.
   *
   * @throws software.amazon.awssdk.core.exception.SdkClientException if no region is found
   */
  static S3Client client(S3Options options) {
    BackfillOptions ours = options.as(BackfillOptions.class);
    S3ClientBuilder builder = new DefaultS3ClientBuilderFactory().createBuilder(options);
    String endpoint = ours.getS3Endpoint();
    if (endpoint != null) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return builder
        .forcePathStyle(ours.getS3PathStyle())
        .overrideConfiguration(
            config -> config.retryPolicy(RetryPolicy.builder().numRetries(RETRIES).build()))
        .build();
  }
}
