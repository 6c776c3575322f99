package minitaur.controller.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Builds a JSON schema from the fields of a message. */
final class JsonSchema extends JsonFields {
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final Deque<ObjectNode> properties = new ArrayDeque<>();

  JsonSchema(String title, String description) {
    root.put("title", title).put("description", description).put("type", "object");
    properties.push(root.putObject("properties"));
  }

  private ObjectNode property(String key, String type) {
    return properties.element().putObject(key).put("type", type);
  }

  private JsonSchema add(String key, String type) {
    property(key, type);
    return this;
  }

  @Override
  JsonSchema object(String key) {
    properties.push(property(key, "object").putObject("properties"));
    return this;
  }

  @Override
  JsonSchema endObject() {
    properties.pop();
    return this;
  }

  @Override
  JsonSchema text(String key, String value) {
    return add(key, "string");
  }

  @Override
  JsonSchema flag(String key, boolean value) {
    return add(key, "boolean");
  }

  @Override
  JsonSchema integer(String key, long value) {
    return add(key, "integer");
  }

  @Override
  JsonSchema number(String key, double value) {
    return add(key, "number");
  }

  @Override
  JsonSchema seconds(String key, long nanos) {
    return add(key, "number");
  }

  @Override
  JsonSchema numbers(String key, float[] values) {
    property(key, "array").putObject("items").put("type", "number");
    return this;
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
