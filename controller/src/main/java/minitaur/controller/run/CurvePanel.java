package minitaur.controller.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import minitaur.hal.Text;
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
 * @param yLabel label of the vertical axis: the quantity with its unit
 * @param curves the lines. Not modified.
 * @param linesInLegend whether the legend names the lines
 * @param referenceLine reference level
 * @param axis the vertical axis
 */
record CurvePanel(
    String yLabel,
    List<Curve> curves,
    boolean linesInLegend,
    ReferenceLine referenceLine,
    Axis axis) {

  /**
   * A horizontal reference level.
   *
   * @param level NaN for none
   * @param label name of the level in the legend
   */
  record ReferenceLine(double level, String label) {
    static final ReferenceLine NONE = new ReferenceLine(Double.NaN, "");
  }

  /** Range and scale of a vertical axis. */
  record Axis(double min, double max, boolean logarithmic) {}

  private static final Color TEXT = new Color(0x33, 0x33, 0x33);
  private static final Color MUTED = new Color(0x77, 0x77, 0x77);
  private static final Color GRID = new Color(0xe6, 0xe6, 0xe6);
  private static final Color REFERENCE_LINE = new Color(0x55, 0x55, 0x55);

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
  static CurvePanel of(String yLabel, List<Curve> curves) {
    double min = Math.min(0, limit(curves, false));
    double max = Math.max(0, limit(curves, true));
    // A margin, so that no line or label lies on the edge.
    double margin = max > min ? 0.05 * (max - min) : 1;
    return new CurvePanel(
        yLabel, curves, false, ReferenceLine.NONE, new Axis(min - margin, max + margin, false));
  }

  /**
   * Creates a panel with a logarithmic axis. The axis is linear when there are no values, when a
   * value is not positive, or when the values span less than a factor of ten, because a logarithmic
   * axis labels powers of ten only.
   */
  static CurvePanel logarithmic(String yLabel, List<Curve> curves) {
    double min = limit(curves, false);
    double max = limit(curves, true);
    return min > 0 && max >= 10 * min
        ? new CurvePanel(
            yLabel, curves, false, ReferenceLine.NONE, new Axis(min / 1.2, max * 1.2, true))
        : of(yLabel, curves);
  }

  /** Largest or smallest value of the lines and bands; 0 when there are none. */
  private static double limit(List<Curve> curves, boolean upper) {
    DoubleStream values =
        curves.stream()
            .flatMap(Curve::lines)
            .flatMapToDouble(curve -> Arrays.stream(upper ? curve.high() : curve.low()));
    return (upper ? values.max() : values.min()).orElse(0);
  }

  /** Returns a copy with the lines named in the legend. */
  CurvePanel withLinesInLegend() {
    return new CurvePanel(yLabel, curves, true, referenceLine, axis);
  }

  /** Returns a copy with a reference level. */
  CurvePanel withReferenceLine(double level, String label) {
    return new CurvePanel(
        yLabel,
        curves,
        linesInLegend,
        new ReferenceLine(level, label),
        new Axis(axis.min, Math.max(axis.max, 1.25 * level), axis.logarithmic));
  }

  /**
   * Renders the panel as a chart.
   *
   * @param xMin left end of the lines, positive
   * @param xMax right end of the lines, at least {@code xMin}
   * @param showXTitle whether the horizontal axis has a title
   */
  XYChart createChart(
      FigureStyle style,
      XAxis xAxis,
      int width,
      int height,
      double xMin,
      double xMax,
      boolean showXTitle) {
    XYChart chart = new XYChart(width, height, new MatlabTheme());
    chart.setXAxisTitle(xAxis.label());
    chart.setYAxisTitle(yLabel);
    applyStyle(chart.getStyler(), style, xAxis, xMin, xMax, showXTitle);
    for (int i = 0; i < curves.size(); i++) {
      addBand(chart, curves.get(i), COLORS.get(i % COLORS.size()));
    }
    if (!Double.isNaN(referenceLine.level)) {
      addReferenceLine(chart, style, xAxis.isLogarithmic() ? xMin : 0, xMax);
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

  private void applyStyle(
      XYStyler styler,
      FigureStyle style,
      XAxis xAxis,
      double xMin,
      double xMax,
      boolean showXTitle) {
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
      styler.setXAxisMin(xMin / 1.05);
      styler.setXAxisMax(xMax * 1.1);
    } else {
      // Labels too close to an end of the axis would be omitted.
      styler.setXAxisMin(-0.02 * xMax);
      styler.setXAxisMax(1.04 * xMax);
    }
    styler.setXAxisTickMarkSpacingHint(Math.round(8 * size));
    styler.setYAxisTickMarkSpacingHint(Math.round(3.5f * size));
    styler.setPlotTicksMarksVisible(false);
    styler.setYAxisLogarithmic(axis.logarithmic);
    styler.setYAxisMin(axis.min);
    styler.setYAxisMax(axis.max);
    if (xAxis.isLogarithmic()) {
      // A formatting function would place the ticks as on a linear axis.
      styler.setXAxisDecimalPattern("#,##0.###");
    } else {
      styler.setxAxisTickLabelsFormattingFunction(value -> Text.of("%,.0f", value));
    }
    styler.setXAxisTitleVisible(showXTitle);
    styler.setYAxisTitleVisible(true);
    styler.setLegendVisible(linesInLegend || !Double.isNaN(referenceLine.level));
    styler.setLegendPosition(legendPosition(xAxis, xMin, xMax));
    styler.setLegendLayout(LegendLayout.Vertical);
    styler.setLegendFont(font.deriveFont(0.92f * size));
    styler.setLegendPadding(Math.round(0.4f * size));
    styler.setLegendSeriesLineLength(Math.round(1.8f * size));
    styler.setLegendBorderColor(new Color(0, true));
    styler.setLegendBackgroundColor(new Color(255, 255, 255, 200));
    styler.setAntiAlias(true);
  }

  /** Of the corners that a curve is seldom in, the one with the fewest points of the lines. */
  private LegendPosition legendPosition(XAxis xAxis, double xMin, double xMax) {
    double xMiddle = xAxis.isLogarithmic() ? Math.sqrt(xMin * xMax) : 0.5 * xMax;
    double yMiddle =
        axis.logarithmic ? Math.sqrt(axis.min * axis.max) : 0.5 * (axis.min + axis.max);
    int lowerRight = 0;
    int upperLeft = 0;
    for (Curve curve : curves) {
      for (int i = 0; i < curve.x().length; i++) {
        boolean right = curve.x()[i] > xMiddle;
        boolean lower = curve.center()[i] < yMiddle;
        lowerRight += right && lower ? 1 : 0;
        upperLeft += !right && !lower ? 1 : 0;
      }
    }
    return upperLeft < lowerRight ? LegendPosition.InsideNW : LegendPosition.InsideSE;
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
    band.setShowInLegend(linesInLegend && !curve.bandLabel().isEmpty());
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(translucent(color, BAND_OPACITY));
    band.setLineColor(new Color(0, true));
    band.setMarker(SeriesMarkers.NONE);
  }

  /** Series names must be unique, even if they are not in the legend. */
  private static String bandName(Curve curve) {
    return curve.bandLabel().isEmpty() ? curve.label() + ", range" : curve.bandLabel();
  }

  private void addReferenceLine(XYChart chart, FigureStyle style, double xMin, double xMax) {
    XYSeries series =
        chart.addSeries(
            referenceLine.label,
            new double[] {xMin, xMax},
            new double[] {referenceLine.level, referenceLine.level});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(REFERENCE_LINE);
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
    XYSeries line = chart.addSeries(member.label(), member.x(), member.center());
    line.setShowInLegend(
        linesInLegend && curves.size() == 1 && curves.get(0).members().size() == 1);
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
    XYSeries line = chart.addSeries(curve.label(), curve.x(), curve.center());
    line.setShowInLegend(linesInLegend);
    line.setLineColor(color);
    line.setLineStyle(
        new BasicStroke(style.lineWidth(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarkerColor(color);
    line.setMarker(count == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
