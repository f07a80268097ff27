package io.eventbackfill.pipeline;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an object store's refusal means, and what to do about it. */
final class S3Fault {
  private static final String REGION_HEADER = "x-amz-bucket-region";

  /** By the store's own names for them. */
  private static final Map<String, String> BY_CODE =
      Map.of(
          "InvalidAccessKeyId", "the store does not know the access key",
          "SignatureDoesNotMatch", "the secret key does not belong to the access key",
          "ExpiredToken", "the session of the credentials has expired: log in again",
          "InvalidToken", "the session token is not valid: log in again",
          "RequestTimeTooSkewed", "the clock of this machine is wrong");

  private S3Fault() {}

  /** A failed listing in words. */
  static String words(SdkException fault, String bucket) {
    return fault instanceof AwsServiceException answer
        ? answered(answer, bucket)
        : unanswered(fault);
  }

  private static String answered(AwsServiceException answer, String bucket) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String known = BY_CODE.get(code);
    int status = answer.statusCode();
    if (known != null) {
      return known + " (" + code + ")";
    }
    if (code.equals("NoSuchBucket")) {
      return "there is no bucket " + bucket;
    }
    if (status == 301 || code.equals("AuthorizationHeaderMalformed")) {
      return "the bucket %s is in another region%s: set AWS_REGION, or --awsRegion"
          .formatted(bucket, region(details).map(name -> ", " + name).orElse(""));
    }
    if (status == 403) {
      return "access denied: the credentials may not list bucket %s (s3:ListBucket)"
          .formatted(bucket);
    }
    String said = details == null ? "" : String.valueOf(details.errorMessage());
    return "the store answers %d%s, after %d attempts"
        .formatted(
            status, code.isEmpty() ? "" : " (%s: %s)".formatted(code, said), S3Clients.RETRIES + 1);
  }

  private static Optional<String> region(AwsErrorDetails details) {
    return details == null || details.sdkHttpResponse() == null
        ? Optional.empty()
        : details.sdkHttpResponse().firstMatchingHeader(REGION_HEADER);
  }

  private static String unanswered(SdkException fault) {
    if (fault instanceof ApiCallTimeoutException) {
      return "the store does not answer";
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "the store can't be reached: there is no host " + host(cause);
      }
      if (cause instanceof IOException) {
        return "the store can't be reached: " + cause.getMessage();
      }
    }
    String said = String.valueOf(fault.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("unable to load region")) {
      return "no AWS region is set: set AWS_REGION, or --awsRegion";
    }
    if (lower.contains("unable to load credentials")) {
      return "no AWS credentials are found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY, or give this machine a role";
    }
    return said.lines().findFirst().orElse("");
  }

  private static String host(Throwable unknown) {
    return String.valueOf(unknown.getMessage()).replaceFirst(":.*", "");
  }
}
