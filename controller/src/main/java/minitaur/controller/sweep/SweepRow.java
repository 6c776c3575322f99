package minitaur.controller.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import minitaur.controller.config.ConfigOverride;

/**
 * One run of a sweep.
 *
 * @param index position in the plan, from 0
 * @param name of the row's directory; depends only on the row's own settings, so it is stable
 * @param settings that distinguish the row from others, without the seed
 * @param seed of the run
 * @param overrides all settings of the row
 * @param hash of all settings and of the configuration file, hexadecimal
 */
public record SweepRow(
    int index,
    String name,
    Map<String, String> settings,
    long seed,
    List<ConfigOverride> overrides,
    String hash) {

  /** Key of the run length, which is omitted from labels because the axis of a figure shows it. */
  static final String STEPS_KEY = "run.steps";

  /** Copies the map and the list. */
  public SweepRow {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    overrides = List.copyOf(overrides);
  }

  /**
   * Identifies the row for another process, which may read a later version of the plan with other
   * rows or settings.
   */
  public String reference() {
    return name + "@" + hash;
  }

  /** The settings as text, such as {@code sim.profile=nominal}; "all" if there are none. */
  public String group() {
    return settings.isEmpty()
        ? "all"
        : settings.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "));
  }

  /**
   * Figure label: the values of the settings without the run length, such as {@code nominal,
   * paper}; "all" if there are none.
   */
  public String label() {
    String values =
        settings.entrySet().stream()
            .filter(each -> !each.getKey().equals(STEPS_KEY))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? "all" : values;
  }
}
