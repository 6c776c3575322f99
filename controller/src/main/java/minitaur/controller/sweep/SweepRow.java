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
 * @param name stable: depends on the row's own settings only; names its directory
 * @param settings that distinguish it from other rows, without the seed
 * @param seed of the run
 * @param overrides all settings of the row
 */
public record SweepRow(
    int index,
    String name,
    Map<String, String> settings,
    long seed,
    List<ConfigOverride> overrides) {

  /** Setting of the length of a run, which the axis of a figure shows. */
  static final String LENGTH = "run.steps";

  /** Keeps copies. */
  public SweepRow {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    overrides = List.copyOf(overrides);
  }

  /** The settings as text, such as {@code sim.profile=nominal}; "all" without any. */
  public String group() {
    return settings.isEmpty()
        ? "all"
        : settings.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "));
  }

  /**
   * The values of the settings, such as {@code nominal, paper}, without the length, for a figure;
   * "all" without any.
   */
  public String label() {
    String values =
        settings.entrySet().stream()
            .filter(each -> !each.getKey().equals(LENGTH))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? "all" : values;
  }
}
