package minitaur.controller.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a configuration from YAML. What is not written keeps its default. */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * The defaults with overrides.
   *
   * @param overrides later ones go before earlier ones. Not modified.
   * @throws ConfigException when an override cannot be used
   */
  public static ControllerConfig read(List<ConfigOverride> overrides) {
    return bind(new ConfigNode.Mapping("the command line"), overrides);
  }

  /**
   * The defaults with what a file holds and overrides.
   *
   * @param overrides go before the file, later ones before earlier ones. Not modified.
   * @throws ConfigException when the file or an override cannot be used
   */
  public static ControllerConfig read(Path file, List<ConfigOverride> overrides) {
    try {
      return parse(Files.readString(file), file.toString(), overrides);
    } catch (NoSuchFileException e) {
      throw ConfigException.of(
          file.toString(), "there is no such file", "\"minitaur config\" prints one to start from");
    } catch (CharacterCodingException e) {
      throw ConfigException.of(file.toString(), "is not text in UTF-8", "");
    } catch (IOException e) {
      throw ConfigException.of(file.toString(), "cannot be read (" + e.getMessage() + ")", "");
    }
  }

  /**
   * The defaults with what YAML text holds and overrides.
   *
   * @param name what messages call the text
   * @param overrides go before the text, later ones before earlier ones. Not modified.
   * @throws ConfigException when the text or an override cannot be used
   */
  public static ControllerConfig parse(String yaml, String name, List<ConfigOverride> overrides) {
    return bind(YamlTree.parse(yaml, name), overrides);
  }

  private static ControllerConfig bind(ConfigNode.Mapping root, List<ConfigOverride> overrides) {
    for (ConfigOverride override : overrides) {
      root.put(
          override.path().split("\\.", -1),
          new ConfigNode.Scalar(override.origin(), override.value()));
    }
    return RecordBinder.bind(root, ControllerConfig.defaults());
  }
}
