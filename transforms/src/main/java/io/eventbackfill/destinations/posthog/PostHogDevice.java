package io.eventbackfill.destinations.posthog;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The device, told by its platform: on the web Amplitude calls the browser the os, and the system
 * the device's type; in an app the os is the system, and the device's type the model.
 *
 * <p>What is told apart by a table is kept under the source's name, too; a system that the table
 * does not know gives no system, rather than a phone's name for one.
 *
 * @param attributes of the event
 * @param web whether it was seen by a browser
 * @param system the operating system by PostHog's name; null if it can't be told
 */
record PostHogDevice(Map<String, JsonValue> attributes, boolean web, @Nullable Os system) {

  /** Systems by PostHog's names, and what they run on. */
  enum Os {
    WINDOWS("Windows", "Desktop"),
    MAC("Mac OS X", "Desktop"),
    LINUX("Linux", "Desktop"),
    CHROME_OS("Chrome OS", "Desktop"),
    IOS("iOS", "Mobile"),
    ANDROID("Android", "Mobile"),
    TVOS("tvOS", "TV"),
    WATCHOS("watchOS", "Wearable");

    private final String title;
    private final String kind;

    Os(String title, String kind) {
      this.title = title;
      this.kind = kind;
    }
  }

  /** Words that stand in a system's name, or in that of a device that runs no other. */
  private static final ImmutableMap<String, Os> WORDS =
      ImmutableMap.<String, Os>builder()
          .put("watchos", Os.WATCHOS)
          .put("apple watch", Os.WATCHOS)
          .put("tvos", Os.TVOS)
          .put("apple tv", Os.TVOS)
          .put("iphone", Os.IOS)
          .put("ipad", Os.IOS)
          .put("ipod", Os.IOS)
          .put("ios", Os.IOS)
          .put("chrome os", Os.CHROME_OS)
          .put("chromium os", Os.CHROME_OS)
          .put("chromebook", Os.CHROME_OS)
          .put("cros", Os.CHROME_OS)
          .put("android", Os.ANDROID)
          .put("galaxy", Os.ANDROID)
          .put("pixel", Os.ANDROID)
          .put("windows", Os.WINDOWS)
          .put("mac", Os.MAC)
          .put("linux", Os.LINUX)
          .put("ubuntu", Os.LINUX)
          .build();

  private static final ImmutableSet<String> BROWSERS =
      ImmutableSet.of("chrome", "firefox", "safari", "edge", "opera", "internet explorer", "ie");

  /** The device that the attributes describe. */
  static PostHogDevice of(Map<String, JsonValue> attributes) {
    String platform = lower(attributes, Attributes.PLATFORM);
    String os = lower(attributes, Attributes.OS_NAME);
    boolean web = platform == null ? os != null && isBrowser(os) : platform.equals("web");
    Os system = web ? null : system(os);
    if (system == null) {
      system = web || os == null ? system(lower(attributes, Attributes.DEVICE_FAMILY)) : null;
    }
    if (system == null && web) {
      system = system(lower(attributes, Attributes.DEVICE_TYPE));
    }
    return new PostHogDevice(attributes, web, system);
  }

  /** Writes system, browser and device. */
  void writeTo(PostHogPropertyWriter properties, PostHogLabels labels) {
    properties.put(labels.named("platform"), filled(Attributes.PLATFORM));
    JsonValue name = filled(Attributes.OS_NAME);
    JsonValue version = filled(Attributes.OS_VERSION);
    if (web) {
      properties.put("$browser", name);
      // Always text: a property that is a number for some events only is hard to ask for.
      properties.put("$browser_version", version);
      properties.put("$os", system == null ? null : system.title);
    } else {
      properties.put("$os", system == null ? name : JsonValue.of(system.title));
      properties.put("$os_version", version);
    }
    properties.put("$device_type", system == null ? null : kind(system));
    JsonValue type = filled(Attributes.DEVICE_TYPE);
    JsonValue model = filled(Attributes.DEVICE_MODEL);
    properties.put("$device_model", model == null && !web ? type : model);
    properties.put("$device_manufacturer", filled(Attributes.DEVICE_MANUFACTURER));
    properties.put(labels.named("device_brand"), filled(Attributes.DEVICE_BRAND));
    properties.put(labels.named("device_family"), filled(Attributes.DEVICE_FAMILY));
    properties.put(labels.named("device_type"), type);
    properties.put(labels.named("carrier"), filled(Attributes.CARRIER));
    properties.put(
        web ? "$browser_language" : labels.named("language"), filled(Attributes.LANGUAGE));
  }

  private String kind(Os of) {
    boolean mobile = of == Os.IOS || of == Os.ANDROID;
    return mobile && (isTablet(Attributes.DEVICE_TYPE) || isTablet(Attributes.DEVICE_FAMILY))
        ? "Tablet"
        : of.kind;
  }

  private boolean isTablet(String attribute) {
    String text = lower(attributes, attribute);
    return text != null
        && (text.contains("ipad") || text.contains("tablet") || text.contains(" tab "));
  }

  private static boolean isBrowser(String os) {
    for (String browser : BROWSERS) {
      if (os.startsWith(browser) && !os.startsWith("chrome os")) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Os system(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (Map.Entry<String, Os> word : WORDS.entrySet()) {
      if (text.contains(word.getKey())) {
        return word.getValue();
      }
    }
    return null;
  }

  private @Nullable JsonValue filled(String name) {
    JsonValue value = attributes.get(name);
    return value == null || PostHogProperties.isEmpty(value) ? null : value;
  }

  private static @Nullable String lower(Map<String, JsonValue> attributes, String name) {
    JsonValue value = attributes.get(name);
    String text = value == null ? null : value.text();
    return text == null || text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
  }
}
