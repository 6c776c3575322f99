package minitaur.controller.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.MatlabTheme;

/**
 * One panel of a learning curve figure: a quantity over steps or time.
 *
 * @param title label of the vertical axis: the quantity with its unit
 * @param curves the lines. Not modified.
 * @param named whether the legend names the lines
 * @param bar reference level
 * @param axis the vertical axis
 */
record CurvePanel(String title, List<Curve> curves, boolean named, Bar bar, Axis axis) {

  /**
   * A horizontal reference level.
   *
   * @param level NaN for none
   * @param label name of the level in the legend
   */
  record Bar(double level, String label) {
    static final Bar NONE = new Bar(Double.NaN, "");
  }

  /** Range and scale of a vertical axis. */
  record Axis(double lowest, double highest, boolean logarithmic) {}

  private static final Color TEXT = new Color(0x33, 0x33, 0x33);
  private static final Color MUTED = new Color(0x77, 0x77, 0x77);
  private static final Color GRID = new Color(0xe6, 0xe6, 0xe6);
  private static final Color BAR = new Color(0x55, 0x55, 0x55);

  /** Color-blind-safe palette (Okabe and Ito 2008, and a brown): one color for each learner. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x00, 0x72, 0xb2),
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xcc, 0x79, 0xa7),
          new Color(0xe6, 0x9f, 0x00),
          new Color(0x56, 0xb4, 0xe9),
          new Color(0x33, 0x33, 0x33),
          new Color(0x8c, 0x51, 0x0a),
          new Color(0xf0, 0xe4, 0x42));

  private static final int BAND_OPACITY = 48;
  private static final int MEMBER_OPACITY = 130;

  /** Creates a panel whose axis includes 0 and all curves. */
  static CurvePanel of(String title, List<Curve> curves) {
    double lowest = Math.min(0, extreme(curves, false));
    double highest = Math.max(0, extreme(curves, true));
    // A margin, so that no line or label lies on the edge.
    double air = highest > lowest ? 0.05 * (highest - lowest) : 1;
    return new CurvePanel(
        title, curves, false, Bar.NONE, new Axis(lowest - air, highest + air, false));
  }

  /**
   * Creates a panel with a logarithmic axis. The axis is linear when there are no values, when a
   * value is not positive, or when the values span less than a factor of ten, because a logarithmic
   * axis labels powers of ten only.
   */
  static CurvePanel logarithmic(String title, List<Curve> curves) {
    double lowest = extreme(curves, false);
    double highest = extreme(curves, true);
    return lowest > 0 && highest >= 10 * lowest
        ? new CurvePanel(
            title, curves, false, Bar.NONE, new Axis(lowest / 1.2, highest * 1.2, true))
        : of(title, curves);
  }

  /** Largest or smallest value of the lines and bands; 0 when there are none. */
  private static double extreme(List<Curve> curves, boolean largest) {
    DoubleStream values =
        curves.stream()
            .flatMap(Curve::lines)
            .flatMapToDouble(curve -> Arrays.stream(largest ? curve.high() : curve.low()));
    return (largest ? values.max() : values.min()).orElse(0);
  }

  /** Returns a copy with the lines named in the legend. */
  CurvePanel withNames() {
    return new CurvePanel(title, curves, true, bar, axis);
  }

  /** Returns a copy with a reference level. */
  CurvePanel withBar(double level, String label) {
    return new CurvePanel(
        title,
        curves,
        named,
        new Bar(level, label),
        new Axis(axis.lowest, Math.max(axis.highest, 1.25 * level), axis.logarithmic));
  }

  /**
   * Renders the panel as a chart.
   *
   * @param first left end of the lines, positive
   * @param last right end of the lines, at least {@code first}
   * @param bottom whether the horizontal axis has a title
   */
  XYChart chart(
      FigureStyle style,
      XAxis xAxis,
      int width,
      int height,
      double first,
      double last,
      boolean bottom) {
    XYChart chart = new XYChart(width, height, new MatlabTheme());
    chart.setXAxisTitle(xAxis.label());
    chart.setYAxisTitle(title);
    style(chart.getStyler(), style, xAxis, first, last, bottom);
    for (int i = 0; i < curves.size(); i++) {
      addBand(chart, curves.get(i), COLORS.get(i % COLORS.size()));
    }
    if (!Double.isNaN(bar.level)) {
      addBar(chart, style, xAxis.isLogarithmic() ? first : 0, last);
    }
    for (int i = 0; i < curves.size(); i++) {
      for (Curve member : curves.get(i).members()) {
        addMember(chart, style, member, COLORS.get(i % COLORS.size()));
      }
    }
    for (int i = 0; i < curves.size(); i++) {
      addLine(chart, style, curves.get(i), COLORS.get(i % COLORS.size()));
    }
    return chart;
  }

  private void style(
      XYStyler styler, FigureStyle style, XAxis xAxis, double first, double last, boolean bottom) {
    float size = style.fontSize();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(size));
    styler.setBaseFont(font);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(TEXT);
    styler.setChartTitleVisible(false);
    styler.setChartPadding(Math.round(0.6f * size));
    styler.setAxisTitleFont(font);
    styler.setAxisTitlePadding(Math.round(0.4f * size));
    styler.setAxisTickLabelsFont(font.deriveFont(0.92f * size));
    styler.setAxisTickLabelsColor(MUTED);
    styler.setAxisTicksMarksVisible(false);
    styler.setAxisTicksLineVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(0.45f * style.lineWidth()));
    styler.setPlotGridVerticalLinesVisible(xAxis.isLogarithmic());
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setYAxisLeftWidthHint(Math.round(6 * size));
    styler.setXAxisLogarithmic(xAxis.isLogarithmic());
    if (xAxis.isLogarithmic()) {
      styler.setXAxisMin(first / 1.05);
      styler.setXAxisMax(last * 1.1);
    } else {
      // Labels too close to an end of the axis would be omitted.
      styler.setXAxisMin(-0.02 * last);
      styler.setXAxisMax(1.04 * last);
    }
    styler.setXAxisTickMarkSpacingHint(Math.round(8 * size));
    styler.setYAxisTickMarkSpacingHint(Math.round(3.5f * size));
    styler.setPlotTicksMarksVisible(false);
    styler.setYAxisLogarithmic(axis.logarithmic);
    styler.setYAxisMin(axis.lowest);
    styler.setYAxisMax(axis.highest);
    if (xAxis.isLogarithmic()) {
      // A formatting function would place the ticks as on a linear axis.
      styler.setXAxisDecimalPattern("#,##0.###");
    } else {
      styler.setxAxisTickLabelsFormattingFunction(
          place -> String.format(Locale.ROOT, "%,.0f", place));
    }
    styler.setXAxisTitleVisible(bottom);
    styler.setYAxisTitleVisible(true);
    styler.setLegendVisible(named || !Double.isNaN(bar.level));
    styler.setLegendPosition(LegendPosition.InsideSE);
    styler.setLegendLayout(LegendLayout.Vertical);
    styler.setLegendFont(font.deriveFont(0.92f * size));
    styler.setLegendPadding(Math.round(0.4f * size));
    styler.setLegendSeriesLineLength(Math.round(1.8f * size));
    styler.setLegendBorderColor(new Color(0, true));
    styler.setLegendBackgroundColor(new Color(255, 255, 255, 200));
    styler.setAntiAlias(true);
  }

  private void addBand(XYChart chart, Curve curve, Color color) {
    if (!curve.hasBand()) {
      return;
    }
    int count = curve.x().length;
    double[] x = new double[2 * count];
    double[] y = new double[2 * count];
    for (int i = 0; i < count; i++) {
      x[i] = curve.x()[i];
      y[i] = curve.high()[i];
      x[2 * count - 1 - i] = curve.x()[i];
      y[2 * count - 1 - i] = curve.low()[i];
    }
    XYSeries band = chart.addSeries(bandName(curve), x, y);
    band.setShowInLegend(named && !curve.bandLabel().isEmpty());
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(translucent(color, BAND_OPACITY));
    band.setLineColor(new Color(0, true));
    band.setMarker(SeriesMarkers.NONE);
  }

  /** Series names must be unique, even if they are not in the legend. */
  private static String bandName(Curve curve) {
    return curve.bandLabel().isEmpty() ? curve.label() + ", range" : curve.bandLabel();
  }

  private void addBar(XYChart chart, FigureStyle style, double first, double last) {
    XYSeries series =
        chart.addSeries(bar.label, new double[] {first, last}, new double[] {bar.level, bar.level});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(BAR);
    series.setLineStyle(
        new BasicStroke(
            0.7f * style.lineWidth(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_BEVEL,
            1,
            new float[] {6, 5},
            0));
  }

  /** Adds a thin line; it is in the legend only if the panel has one curve with one member. */
  private void addMember(XYChart chart, FigureStyle style, Curve member, Color color) {
    if (member.x().length == 0) {
      return;
    }
    XYSeries line = chart.addSeries(member.label(), member.x(), member.middle());
    line.setShowInLegend(named && curves.size() == 1 && curves.get(0).members().size() == 1);
    line.setLineColor(translucent(color, MEMBER_OPACITY));
    line.setLineStyle(
        new BasicStroke(0.45f * style.lineWidth(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarker(SeriesMarkers.NONE);
  }

  private static Color translucent(Color color, int opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }

  private void addLine(XYChart chart, FigureStyle style, Curve curve, Color color) {
    int count = curve.x().length;
    if (count == 0) {
      return;
    }
    XYSeries line = chart.addSeries(curve.label(), curve.x(), curve.middle());
    line.setShowInLegend(named);
    line.setLineColor(color);
    line.setLineStyle(
        new BasicStroke(style.lineWidth(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarkerColor(color);
    line.setMarker(count == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
