package minitaur.controller.format.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Writes JSON for other programs. */
public final class JsonText {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().registerModule(new SimpleModule().addSerializer(new FiniteOrNull()));

  private JsonText() {}

  /**
   * Writes a value on one line. NaN and infinite numbers, which JSON does not have, are null; by
   * default Jackson writes them as strings.
   *
   * @param value consists of maps, lists, strings, booleans and boxed numbers. Not modified.
   */
  public static String of(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }

  private static final class FiniteOrNull extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
