package minitaur.controller.config;

/**
 * One setting that goes before the file's, such as from a command line.
 *
 * @param origin how it was written, for messages, such as {@code --set learner.batchSize=128}
 * @param path the setting's keys, joined by dots
 * @param value the value as text
 */
public record ConfigOverride(String origin, String path, String value) {
  /**
   * Reads {@code KEY=VALUE}.
   *
   * @param option the option that it was given with, for messages
   * @throws ConfigException when it has another form
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
