package minitaur.controller.config;

/**
 * A configuration that cannot be used. The message says what is wrong, where it was written and
 * what is allowed; it is meant for the person who wrote the configuration.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String origin;
  private final String path;

  private ConfigException(String origin, String path, String problem, String remedy) {
    super(
        (origin.isEmpty() ? "" : origin + ": ")
            + (path.isEmpty() ? "" : path + " ")
            + problem
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.origin = origin;
    this.path = path;
  }

  /** A fault that no key can be named for, such as a file that is not YAML. */
  public static ConfigException of(String origin, String problem, String remedy) {
    return new ConfigException(origin, "", problem, remedy);
  }

  /**
   * An error of the setting {@code path}.
   *
   * @param origin where it was written; empty when that is not known
   */
  public static ConfigException at(String origin, String path, String problem, String remedy) {
    return new ConfigException(origin, path, problem, remedy);
  }

  /** Where it was written, such as a file and its line; empty for a record built in code. */
  public String origin() {
    return origin;
  }

  /** The key, from the root, such as {@code sac.batch}; empty when there is none. */
  public String path() {
    return path;
  }
}
