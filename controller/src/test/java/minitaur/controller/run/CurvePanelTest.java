package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurvePanelTest {
  @ParameterizedTest
  @CsvSource({
    "0.021, 0.036, false",
    "210, 1400, false",
    "1, 1, false",
    "0, 1, false",
    "-1, 1, false",
    "0.021, 0.37, true",
    "0.02, 0.2, true"
  })
  void logarithmicAxisRequiresFactorOfTen(double low, double high, boolean logarithmic) {
    double[] x = {1, 2};
    double[] y = {low, high};
    Curve curve = new Curve("run", "", x, y, y, y, List.of());
    CurvePanel.Axis axis = CurvePanel.logarithmic("Temperature", List.of(curve)).axis();
    assertThat(axis.logarithmic()).isEqualTo(logarithmic);
    assertThat(axis.min()).isLessThan(low);
    assertThat(axis.max()).isGreaterThan(high);
    if (logarithmic) {
      double power = Math.pow(10, Math.floor(Math.log10(axis.max())));
      assertThat(power).isGreaterThan(axis.min());
    }
  }
}
