package minitaur.controller.config;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A default of one setting that applies while other settings have certain values. Anything written
 * in a file or on the command line takes precedence.
 *
 * @param conditions by the keys of another setting, joined by dots: whether its value as text, null
 *     if it is not given, lets the default apply. Not modified.
 * @param description when the default applies, for messages; follows "the default with"
 * @param path the setting's keys, joined by dots
 * @param value the default as text
 */
public record ConditionalDefault(
    Map<String, Predicate<@Nullable String>> conditions,
    String description,
    String path,
    String value) {
  void applyTo(ConfigNode.Mapping root) {
    boolean applies =
        conditions.entrySet().stream()
            .allMatch(condition -> condition.getValue().test(text(root, condition.getKey())));
    if (applies && root.find(path) == null) {
      root.put(
          path.split("\\.", -1), new ConfigNode.Scalar("the default with " + description, value));
    }
  }

  private static @Nullable String text(ConfigNode.Mapping root, String path) {
    return root.find(path) instanceof ConfigNode.Scalar scalar ? scalar.text() : null;
  }
}
