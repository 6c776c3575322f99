package minitaur.controller.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import minitaur.hal.file.FileErrors;

/** Reads settings from YAML into a record. Omitted settings keep their defaults. */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * Returns the defaults with overrides applied.
   *
   * @param overrides later ones take precedence. Not modified.
   * @throws ConfigException when an override is invalid
   */
  public static <R extends Record> R read(R defaults, List<ConfigOverride> overrides) {
    return parse(defaults, List.of(), "", "the command line", overrides);
  }

  /**
   * Returns the defaults with the settings of a file and overrides applied.
   *
   * @param conditional defaults that depend on other settings. Not modified.
   * @param overrides take precedence over the file, later ones over earlier ones. Not modified.
   * @throws ConfigException when the file or an override is invalid
   */
  public static <R extends Record> R read(
      R defaults, List<ConditionalDefault> conditional, Path file, List<ConfigOverride> overrides) {
    try {
      return parse(defaults, conditional, Files.readString(file), file.toString(), overrides);
    } catch (NoSuchFileException e) {
      throw ConfigException.of(
          file.toString(), "does not exist", "\"minitaur config\" prints a configuration to edit");
    } catch (CharacterCodingException e) {
      throw ConfigException.of(file.toString(), "is not UTF-8 text", "");
    } catch (IOException e) {
      throw ConfigException.of(
          file.toString(), "cannot be read (" + FileErrors.reason(e) + ")", "");
    }
  }

  /**
   * Returns the defaults with the settings of a YAML text and overrides applied.
   *
   * @param conditional defaults that depend on other settings. Not modified.
   * @param name of the text, for messages
   * @param overrides take precedence over the text, later ones over earlier ones. Not modified.
   * @throws ConfigException when the text or an override is invalid
   */
  public static <R extends Record> R parse(
      R defaults,
      List<ConditionalDefault> conditional,
      String yaml,
      String name,
      List<ConfigOverride> overrides) {
    ConfigNode.Mapping root = ConfigParser.parse(yaml, name);
    for (ConfigOverride override : overrides) {
      root.put(
          override.path().split("\\.", -1),
          new ConfigNode.Scalar(override.origin(), override.value()));
    }
    for (ConditionalDefault each : conditional) {
      each.applyTo(root);
    }
    return RecordBinder.bind(root, defaults);
  }
}
