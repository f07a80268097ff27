package io.eventbackfill.emulators.main;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import io.eventbackfill.emulators.posthog.PostHogSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whom the process stands in for. */
enum Vendor {
  AMPLITUDE("Amplitude", AmplitudeEmulator.DEFAULT_API_KEY, 187520) {

    @Override
    List<String> settingsHelp() {
      return AmplitudeSettings.help();
    }

    @Override
    void check(String name, String text) {
      AmplitudeSettings.defaults().withText(name, text);
    }

    @Override
    Running start(CommandLine line) {
      AmplitudeSettings settings =
          AmplitudeSettings.defaults()
              .withKeepBodies(false)
              .withValidApiKeys(Map.of(line.apiKey(), line.project()))
              .withTexts(line.settings());
      AmplitudeEmulator emulator =
          AmplitudeEmulator.start(settings, EmulatorClock.system(), line.port());
      emulator.faults(line.faults());
      return new Running(emulator.endpoint(), emulator::close);
    }
  },
  POSTHOG("PostHog", PostHogEmulator.DEFAULT_TOKEN, PostHogEmulator.DEFAULT_PROJECT) {

    @Override
    List<String> settingsHelp() {
      return PostHogSettings.help();
    }

    @Override
    void check(String name, String text) {
      PostHogSettings.defaults().withText(name, text);
    }

    @Override
    Running start(CommandLine line) {
      PostHogSettings settings =
          PostHogSettings.defaults()
              .withKeepBodies(false)
              .withValidTokens(Map.of(line.apiKey(), line.project()))
              .withTexts(line.settings());
      PostHogEmulator emulator =
          PostHogEmulator.start(settings, EmulatorClock.system(), line.port());
      emulator.faults(line.faults());
      return new Running(emulator.endpoint(), emulator::close);
    }
  };

  private final String title;
  private final String key;
  private final int project;

  /** An emulator that listens. */
  record Running(URI endpoint, Runnable end) implements AutoCloseable {

    @Override
    public void close() {
      end.run();
    }
  }

  Vendor(String title, String key, int project) {
    this.title = title;
    this.key = key;
    this.project = project;
  }

  /**
   * The vendor of a name on the command line.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Vendor of(String name) {
    List<String> names = new ArrayList<>();
    for (Vendor vendor : values()) {
      if (vendor.text().equals(name)) {
        return vendor;
      }
      names.add(vendor.text());
    }
    throw new IllegalArgumentException(
        "vendor=" + name + " is unknown (" + String.join(", ", names) + ")");
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  /** The key that is valid unless the command line says otherwise. */
  String key() {
    return key;
  }

  int project() {
    return project;
  }

  /** One line per setting. */
  abstract List<String> settingsHelp();

  /**
   * Checks a setting.
   *
   * @throws IllegalArgumentException if there is no such setting or it has no such value
   */
  abstract void check(String name, String text);

  /**
   * Starts an emulator by the machine's clock.
   *
   * @throws IllegalArgumentException if the vendor has no such fault
   */
  abstract Running start(CommandLine line);
}
