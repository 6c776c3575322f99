package minitaur.controller.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void writesNumbersThatAreNotFiniteAsNull() throws Exception {
    List<Object> values =
        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5, 3L, "a");
    assertThat(JsonText.of(values)).isEqualTo("[null,null,null,0.5,3,\"a\"]");
  }
}
