package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

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

  /** A slow curve lies in the lower right, a fast one above it. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 100, InsideNW", "0, 90, 95, 100, InsideSE", "-500, 90, 95, 100, InsideSE"})
  void legendAvoidsLines(double y1, double y2, double y3, double y4, LegendPosition position) {
    double[] y = {y1, y2, y3, y4};
    Curve curve = new Curve("run", "", new double[] {1, 2, 3, 4}, y, y, y, List.of());
    XYChart chart =
        CurvePanel.of("Return", List.of(curve))
            .withLinesInLegend()
            .createChart(FigureStyle.SCREEN, XAxis.STEPS, 600, 300, 1, 4, true);
    assertThat(chart.getStyler().getLegendPosition()).isEqualTo(position);
  }
}
