package minitaur.controller.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Parses YAML into a tree whose nodes know their lines. */
final class ConfigParser {
  private final String name;
  private final YAMLParser parser;

  private ConfigParser(String name, YAMLParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /**
   * Parses a complete document.
   *
   * @param name name of the document in messages, such as its file name
   * @throws ConfigException when the text is not YAML, or not a mapping of keys to values
   */
  static ConfigNode.Mapping parse(String yaml, String name) {
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      return new ConfigParser(name, parser).parseDocument();
    } catch (JsonProcessingException e) {
      throw ConfigException.ofYaml(name, e);
    } catch (IOException e) {
      throw ConfigException.of(name, "cannot be read (" + e.getMessage() + ")", "");
    }
  }

  private ConfigNode.Mapping parseDocument() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return new ConfigNode.Mapping(name);
    }
    if (first != JsonToken.START_OBJECT) {
      throw ConfigException.of(origin(), "holds no settings", "write one \"key: value\" in a line");
    }
    ConfigNode.Mapping root = parseMapping("");
    if (parser.nextToken() != null) {
      throw ConfigException.of(origin(), "a second document begins here", "leave one in the file");
    }
    return root;
  }

  private ConfigNode.Mapping parseMapping(String path) throws IOException {
    ConfigNode.Mapping mapping = new ConfigNode.Mapping(origin());
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String childPath = path.isEmpty() ? key : path + "." + key;
      String keyOrigin = origin();
      JsonToken token = parser.nextToken();
      if (parser.isCurrentAlias()) {
        throw ConfigException.at(
            keyOrigin, childPath, "refers to an anchor", "write the value itself");
      }
      ConfigNode child = parseNode(token, keyOrigin, childPath);
      if (mapping.children().put(key, child) != null) {
        throw ConfigException.at(keyOrigin, childPath, "is written twice", "leave one of them");
      }
    }
    return mapping;
  }

  private ConfigNode parseNode(@Nullable JsonToken token, String keyOrigin, String path)
      throws IOException {
    if (token == JsonToken.START_OBJECT) {
      return parseMapping(path);
    }
    if (token == JsonToken.START_ARRAY) {
      parser.skipChildren();
      return new ConfigNode.Sequence(keyOrigin);
    }
    if (token == null || token == JsonToken.VALUE_NULL) {
      return new ConfigNode.NullValue(keyOrigin);
    }
    String text = parser.getText();
    return text.isEmpty()
        ? new ConfigNode.NullValue(keyOrigin)
        : new ConfigNode.Scalar(keyOrigin, text);
  }

  private String origin() {
    return name + ", line " + parser.currentTokenLocation().getLineNr();
  }
}
