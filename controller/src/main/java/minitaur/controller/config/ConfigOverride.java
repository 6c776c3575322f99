package minitaur.controller.config;

/**
 * A setting that takes precedence over the file, such as one from the command line.
 *
 * @param origin as it was written, for messages, such as {@code --set learner.batchSize=128}
 * @param path the setting's keys, joined by dots
 * @param value the value as text
 */
public record ConfigOverride(String origin, String path, String value) {
  /**
   * Parses {@code KEY=VALUE}.
   *
   * @param option the command-line option that it was given with, for messages
   * @throws ConfigException when the text has another form
   */
  public static ConfigOverride parse(String option, String assignment) {
    int equals = assignment.indexOf('=');
    String path = equals < 0 ? "" : assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    String origin = option + " " + assignment;
    boolean emptyKey = path.isEmpty() || path.startsWith(".") || path.endsWith(".");
    if (emptyKey || path.contains("..") || value.isEmpty()) {
      throw ConfigException.of(
          origin,
          "is not of the form KEY=VALUE",
          "write it like " + option + " learner.batchSize=128");
    }
    return new ConfigOverride(origin, path, value);
  }
}
