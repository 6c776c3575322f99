package minitaur.controller.config;

/**
 * A default of one setting that applies when another setting has a certain value. Anything written
 * in a file or on the command line takes precedence.
 *
 * @param conditionPath the other setting's keys, joined by dots
 * @param conditionValue the other setting's value as text
 * @param path the setting's keys, joined by dots
 * @param value the default as text
 */
public record ConditionalDefault(
    String conditionPath, String conditionValue, String path, String value) {
  void applyTo(ConfigNode.Mapping root) {
    boolean applies =
        root.find(conditionPath) instanceof ConfigNode.Scalar condition
            && condition.text().equals(conditionValue);
    if (applies && root.find(path) == null) {
      String origin = "the default with %s %s".formatted(conditionPath, conditionValue);
      root.put(path.split("\\.", -1), new ConfigNode.Scalar(origin, value));
    }
  }
}
