package io.eventbackfill.emulators;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of a vendor's {@link Setting}s: those that were changed, and the initial ones of the
 * others. Immutable.
 */
public final class SettingValues {

  private final List<Setting<?>> all;
  private final Map<String, Object> changed;

  private SettingValues(List<Setting<?>> all, Map<String, Object> changed) {
    this.all = all;
    this.changed = Collections.unmodifiableMap(changed);
  }

  /** Every setting at its initial value. */
  public static SettingValues initial(List<Setting<?>> all) {
    return new SettingValues(List.copyOf(all), new TreeMap<>());
  }

  /** The value of one of the settings. */
  // Values enter through with(), which typed callers and Setting.parse feed.
  @SuppressWarnings("unchecked")
  public <T> T get(Setting<T> setting) {
    Object value = changed.get(setting.name());
    return value == null ? setting.initial() : (T) value;
  }

  /** A copy in which one setting has another value. */
  public <T> SettingValues with(Setting<T> setting, T value) {
    return with(setting.name(), value);
  }

  private SettingValues with(String name, Object value) {
    Map<String, Object> more = new TreeMap<>(changed);
    more.put(name, value);
    return new SettingValues(all, more);
  }

  /**
   * A copy with settings changed by name.
   *
   * @throws IllegalArgumentException naming every problem
   */
  public SettingValues withTexts(Map<String, String> texts) {
    SettingValues result = this;
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      try {
        result = result.withText(entry.getKey(), entry.getValue());
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return result;
  }

  /**
   * A copy with one setting changed by name.
   *
   * @throws IllegalArgumentException if there is no such setting or it has no such value
   */
  public SettingValues withText(String name, String text) {
    Setting<?> setting =
        find(name).orElseThrow(() -> new IllegalArgumentException(name + " is unknown"));
    try {
      return with(name, setting.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + "=" + text + " " + e.getMessage(), e);
    }
  }

  /** All settings by name, as text, in a fixed order. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    all.forEach(setting -> texts.put(setting.name(), setting.format(get(setting))));
    return texts;
  }

  private Optional<Setting<?>> find(String name) {
    return all.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }
}
