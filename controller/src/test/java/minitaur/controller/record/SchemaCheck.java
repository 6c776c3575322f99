package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Validates a message against its JSON schema; supports only the keywords that the schemas use. */
final class SchemaCheck {
  private SchemaCheck() {}

  static void conforms(JsonNode value, JsonNode schema, String where) {
    String type = schema.get("type").asText();
    switch (type) {
      case "object" -> {
        assertThat(value.isObject()).as(where).isTrue();
        value
            .properties()
            .forEach(
                field -> {
                  JsonNode property = schema.get("properties").get(field.getKey());
                  assertThat(property).as(where + "." + field.getKey()).isNotNull();
                  conforms(field.getValue(), property, where + "." + field.getKey());
                });
      }
      case "array" -> {
        assertThat(value.isArray()).as(where).isTrue();
        value.forEach(element -> conforms(element, schema.get("items"), where + "[]"));
      }
      case "number" -> assertThat(value.isNumber()).as(where).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
      case "string" -> assertThat(value.isTextual()).as(where).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
      default -> throw new AssertionError(where + " has a type that viewers do not know: " + type);
    }
  }
}
