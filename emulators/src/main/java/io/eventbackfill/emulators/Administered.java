package io.eventbackfill.emulators;

import java.util.List;
import java.util.Map;

/** What every emulator lets others see and change while it runs. Thread-safe. */
public interface Administered {

  /** The emulator's time. */
  EmulatorClock clock();

  /** Its settings by name, as text. */
  Map<String, String> settingTexts();

  /**
   * Changes settings for the requests to come.
   *
   * @throws IllegalArgumentException naming every problem
   */
  void configure(Map<String, String> texts);

  /** The fault script in force. */
  FaultScript script();

  /**
   * Replaces the fault script and what is remembered of the old one.
   *
   * @throws IllegalArgumentException if the vendor has no such fault
   */
  void install(FaultScript script);

  /** Ingestion requests in the order in which they were processed. */
  List<LoggedRequest> log();

  /** Forgets everything but settings, script and clock. */
  void reset();
}
