package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Validates a message against its JSON schema; supports only the keywords that the schemas use. */
final class JsonSchemaValidator {
  private JsonSchemaValidator() {}

  static void validate(JsonNode value, JsonNode schema, String path) {
    String type = schema.get("type").asText();
    switch (type) {
      case "object" -> {
        assertThat(value.isObject()).as(path).isTrue();
        value
            .properties()
            .forEach(
                field -> {
                  JsonNode property = schema.get("properties").get(field.getKey());
                  assertThat(property).as(path + "." + field.getKey()).isNotNull();
                  validate(field.getValue(), property, path + "." + field.getKey());
                });
      }
      case "array" -> {
        assertThat(value.isArray()).as(path).isTrue();
        value.forEach(element -> validate(element, schema.get("items"), path + "[]"));
      }
      case "number" -> assertThat(value.isNumber()).as(path).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).as(path).isTrue();
      case "string" -> assertThat(value.isTextual()).as(path).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(path).isTrue();
      default -> throw new AssertionError(path + " has a type that viewers do not know: " + type);
    }
  }
}
