package minitaur.controller.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Thrown when a configuration is invalid. The message states what is wrong, where it is written and
 * what is allowed; it is intended for the author of the configuration.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ConfigException(String origin, String path, String problem, String remedy) {
    super(
        (origin.isEmpty() ? "" : origin + ": ")
            + (path.isEmpty() ? "" : path + " ")
            + problem
            + (remedy.isEmpty() ? "" : "; " + remedy));
  }

  /** Creates an error that does not belong to a key, such as a file that is not YAML. */
  public static ConfigException of(String origin, String problem, String remedy) {
    return new ConfigException(origin, "", problem, remedy);
  }

  /**
   * Creates an error of a text that is not YAML.
   *
   * @param name name of the document
   * @param e what the parser reports
   */
  public static ConfigException ofYaml(String name, JsonProcessingException e) {
    String problem = e.getOriginalMessage();
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    if (e.getCause() instanceof MarkedYAMLException syntaxError) {
      problem = syntaxError.getProblem();
      line = syntaxError.getProblemMark().getLine() + 1;
    }
    return of(
        line > 0 ? name + ", line " + line : name,
        "is not valid YAML (" + problem + ")",
        "write one \"key: value\" in a line and indent with spaces");
  }

  /**
   * Creates an error of the setting {@code path}.
   *
   * @param origin where it was written; empty when unknown
   */
  public static ConfigException at(String origin, String path, String problem, String remedy) {
    return new ConfigException(origin, path, problem, remedy);
  }
}
