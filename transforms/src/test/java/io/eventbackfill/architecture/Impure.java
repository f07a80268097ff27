package io.eventbackfill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.regex.Pattern;

/** Ways to depend on something else than one's arguments. */
final class Impure {
  private static final Pattern CLOCK_OR_CHANCE =
      Pattern.compile(
          "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
              + "|(java\\.time|org\\.joda\\.time)\\..*\\.now"
              + "|java\\.time\\.InstantSource\\.system"
              + "|java\\.time\\.Clock\\.(system|tick).*"
              + "|java\\.util\\.Date\\.<init>"
              + "|java\\.lang\\.(Strict)?Math\\.random"
              + "|java\\.util\\.(Splittable)?Random\\.<init>"
              + "|java\\.security\\.SecureRandom\\.<init>"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*"
              + "|java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)"
              + "|java\\.util\\.UUID\\.randomUUID"
              + "|java\\.lang\\.Thread\\.sleep"
              + "|java\\.util\\.concurrent\\.TimeUnit\\.sleep"
              + "|java\\.util\\.concurrent\\.locks\\.LockSupport\\.park.*");

  private static final Pattern SURROUNDINGS =
      Pattern.compile(
          "java\\.lang\\.System\\.(getenv|getProperty|getProperties|setProperty)"
              + "|java\\.lang\\.(Integer|Long)\\.get(Integer|Long)"
              + "|java\\.lang\\.Boolean\\.getBoolean");

  private static final Pattern NETWORK_PACKAGES =
      Pattern.compile(
          "(java\\.net\\.http|javax\\.net|com\\.google\\.api\\.client|org\\.apache\\.hc"
              + "|org\\.apache\\.http|com\\.sun\\.net\\.httpserver|io\\.netty|okhttp3)(\\..*)?");

  private static final Set<String> NETWORK_CLASSES =
      Set.of(
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.URL",
          "java.net.URLConnection",
          "java.net.HttpURLConnection",
          "java.net.InetAddress",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.ServerSocketChannel",
          "java.nio.channels.DatagramChannel");

  static final DescribedPredicate<JavaAccess<?>> TIME_OR_CHANCE =
      describe("is time or chance", access -> CLOCK_OR_CHANCE.matcher(target(access)).matches());

  static final DescribedPredicate<JavaAccess<?>> ENVIRONMENT =
      describe("is the environment", access -> SURROUNDINGS.matcher(target(access)).matches());

  static final DescribedPredicate<JavaClass> NETWORK =
      describe(
          "are sockets or HTTP",
          type ->
              NETWORK_CLASSES.contains(type.getFullName())
                  || NETWORK_PACKAGES.matcher(type.getPackageName()).matches());

  private Impure() {}

  private static String target(JavaAccess<?> access) {
    return access.getTargetOwner().getFullName() + "." + access.getTarget().getName();
  }
}
