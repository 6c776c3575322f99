package minitaur.controller.config;

/**
 * A configuration that cannot be used. The message says what is wrong, where it was written and
 * what is allowed; it is meant for the person who wrote the configuration.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String origin;
  private final String path;
  private final String problem;
  private final String remedy;

  private ConfigException(String origin, String path, String problem, String remedy) {
    super(
        (origin.isEmpty() ? "" : origin + ": ")
            + (path.isEmpty() ? "" : path + " ")
            + problem
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.origin = origin;
    this.path = path;
    this.problem = problem;
    this.remedy = remedy;
  }

  /** A fault that no key can be named for, such as a file that is not YAML. */
  public static ConfigException of(String origin, String problem, String remedy) {
    return new ConfigException(origin, "", problem, remedy);
  }

  /**
   * A fault of what is written at {@code path}.
   *
   * @param origin names the place where it was written; empty when that is not known
   */
  public static ConfigException at(String origin, String path, String problem, String remedy) {
    return new ConfigException(origin, path, problem, remedy);
  }

  /**
   * Refuses an impossible value; for the compact constructors of configuration records.
   *
   * @param possible whether the value can be used
   * @param component name of the record's component
   * @param value the value
   * @param allowed what is allowed, in words
   * @throws ConfigException when {@code possible} is false
   */
  public static void require(boolean possible, String component, Object value, String allowed) {
    if (!possible) {
      throw new ConfigException("", component, "is " + value, "allowed: " + allowed);
    }
  }

  /** Likewise refuses a value that is below {@code least}, above {@code greatest}, or no number. */
  static void requireBetween(String component, double value, double least, double greatest) {
    require(value >= least && value <= greatest, component, value, least + " to " + greatest);
  }

  /** The same fault with the keys that lead to it and the place where it was written. */
  ConfigException within(String newOrigin, String parentPath) {
    String newPath = parentPath.isEmpty() ? path : parentPath + "." + path;
    return new ConfigException(newOrigin, newPath, problem, remedy);
  }

  /** Where it was written, such as a file and its line; empty for a record built in code. */
  public String origin() {
    return origin;
  }

  /** The key, from the root, such as {@code learner.batchSize}; empty when no key is at fault. */
  public String path() {
    return path;
  }
}
