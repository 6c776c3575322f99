package minitaur.controller.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Settings in which two configurations differ, for messages. */
public final class ConfigDifferences {
  private static final int MAX_SHOWN = 8;

  private ConfigDifferences() {}

  /**
   * Describes each setting that differs, as "key is A FIRST, but B SECOND".
   *
   * @param first settings by key
   * @param firstPlace where the first settings are, such as "in this run"
   */
  public static List<String> describe(
      Map<String, String> first,
      String firstPlace,
      Map<String, String> second,
      String secondPlace) {
    Set<String> keys = new LinkedHashSet<>(first.keySet());
    keys.addAll(second.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(first.get(key), second.get(key)))
        .map(
            key ->
                "%s is %s %s, but %s %s"
                    .formatted(
                        key,
                        first.getOrDefault(key, "absent"),
                        firstPlace,
                        second.getOrDefault(key, "absent"),
                        secondPlace))
        .toList();
  }

  /** The first differences in one line. */
  public static String summary(List<String> differences) {
    List<String> shown = differences.subList(0, Math.min(MAX_SHOWN, differences.size()));
    return String.join("; ", shown) + (shown.size() < differences.size() ? "; and more" : "");
  }
}
