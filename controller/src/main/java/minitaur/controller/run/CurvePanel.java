package minitaur.controller.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.MatlabTheme;

/**
 * One panel of a learning curve: a quantity over environment steps.
 *
 * @param title what is shown, with its unit
 * @param curves the lines. Not modified.
 * @param named whether the legend names the lines
 * @param bar a level to reach; NaN for none
 * @param barLabel name of the level in the legend
 * @param lowest lower end of the axis
 * @param highest upper end of the axis
 */
record CurvePanel(
    String title,
    List<Curve> curves,
    boolean named,
    double bar,
    String barLabel,
    double lowest,
    double highest) {

  private static final Color TEXT = new Color(0x33, 0x33, 0x33);
  private static final Color MUTED = new Color(0x77, 0x77, 0x77);
  private static final Color GRID = new Color(0xe6, 0xe6, 0xe6);
  private static final Color BAR = new Color(0x55, 0x55, 0x55);

  /** Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008). */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x00, 0x72, 0xb2),
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xcc, 0x79, 0xa7),
          new Color(0xe6, 0x9f, 0x00),
          new Color(0x56, 0xb4, 0xe9));

  private static final int BAND_OPACITY = 48;
  private static final int MEMBER_OPACITY = 130;
  private static final int AXIS_WIDTH = 56;
  private static final int TICK_SPACING = 110;

  /** A panel whose axis holds 0 and all of its curves. */
  static CurvePanel of(String title, List<Curve> curves) {
    double lowest = 0;
    double highest = 0;
    for (Curve curve : withMembers(curves)) {
      for (int i = 0; i < curve.steps().length; i++) {
        lowest = Math.min(lowest, curve.low()[i]);
        highest = Math.max(highest, curve.high()[i]);
      }
    }
    // Some air, so that no line and no label lies on the edge.
    double air = highest > lowest ? 0.05 * (highest - lowest) : 1;
    return new CurvePanel(title, curves, false, Double.NaN, "", lowest - air, highest + air);
  }

  private static List<Curve> withMembers(List<Curve> curves) {
    return curves.stream()
        .flatMap(curve -> Stream.concat(Stream.of(curve), curve.members().stream()))
        .toList();
  }

  /** The same with the lines named in the legend. */
  CurvePanel withNames() {
    return new CurvePanel(title, curves, true, bar, barLabel, lowest, highest);
  }

  /** The same with a level to reach. */
  CurvePanel withBar(double level, String label) {
    return new CurvePanel(
        title, curves, named, level, label, lowest, Math.max(highest, 1.25 * level));
  }

  /**
   * The panel as a chart.
   *
   * @param lastStep right end of the lines, above 0
   * @param bottom whether it is the lowest panel, which names the axis
   */
  XYChart chart(int width, int height, double lastStep, boolean bottom) {
    XYChart chart = new XYChart(width, height, new MatlabTheme());
    chart.setTitle(title);
    chart.setXAxisTitle("environment steps");
    style(chart.getStyler(), lastStep, bottom);
    for (int i = 0; i < curves.size(); i++) {
      addBand(chart, curves.get(i), COLORS.get(i % COLORS.size()));
    }
    if (!Double.isNaN(bar)) {
      addBar(chart, lastStep);
    }
    for (int i = 0; i < curves.size(); i++) {
      for (Curve member : curves.get(i).members()) {
        addMember(chart, member, COLORS.get(i % COLORS.size()));
      }
    }
    for (int i = 0; i < curves.size(); i++) {
      addLine(chart, curves.get(i), COLORS.get(i % COLORS.size()));
    }
    return chart;
  }

  private void style(XYStyler styler, double lastStep, boolean bottom) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setBaseFont(font);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(TEXT);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD, 15f));
    styler.setChartTitleBoxVisible(false);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font.deriveFont(12f));
    styler.setAxisTickLabelsColor(MUTED);
    styler.setAxisTicksMarksVisible(false);
    styler.setAxisTicksLineVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setYAxisLeftWidthHint(AXIS_WIDTH);
    // Labels too near an end of the axis would be left out.
    styler.setXAxisMin(-0.02 * lastStep);
    styler.setXAxisMax(1.04 * lastStep);
    styler.setXAxisTickMarkSpacingHint(TICK_SPACING);
    styler.setPlotTicksMarksVisible(false);
    styler.setYAxisMin(lowest);
    styler.setYAxisMax(highest);
    styler.setxAxisTickLabelsFormattingFunction(step -> String.format(Locale.ROOT, "%,.0f", step));
    styler.setXAxisTitleVisible(bottom);
    styler.setYAxisTitleVisible(false);
    styler.setLegendVisible(named || !Double.isNaN(bar));
    styler.setLegendPosition(LegendPosition.InsideSE);
    styler.setLegendLayout(LegendLayout.Vertical);
    styler.setLegendFont(font.deriveFont(12f));
    styler.setLegendBorderColor(new Color(0, true));
    styler.setLegendBackgroundColor(new Color(255, 255, 255, 200));
    styler.setAntiAlias(true);
  }

  private void addBand(XYChart chart, Curve curve, Color color) {
    if (!curve.hasBand()) {
      return;
    }
    int count = curve.steps().length;
    double[] x = new double[2 * count];
    double[] y = new double[2 * count];
    for (int i = 0; i < count; i++) {
      x[i] = curve.steps()[i];
      y[i] = curve.high()[i];
      x[2 * count - 1 - i] = curve.steps()[i];
      y[2 * count - 1 - i] = curve.low()[i];
    }
    XYSeries band = chart.addSeries(bandName(curve), x, y);
    band.setShowInLegend(named && !curve.bandLabel().isEmpty());
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(translucent(color, BAND_OPACITY));
    band.setLineColor(new Color(0, true));
    band.setMarker(SeriesMarkers.NONE);
  }

  /** Names of series are to differ, also of those that the legend leaves out. */
  private static String bandName(Curve curve) {
    return curve.bandLabel().isEmpty() ? curve.label() + ", range" : curve.bandLabel();
  }

  private void addBar(XYChart chart, double lastStep) {
    XYSeries series =
        chart.addSeries(barLabel, new double[] {0, lastStep}, new double[] {bar, bar});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(BAR);
    series.setLineStyle(
        new BasicStroke(
            1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 5}, 0));
  }

  /** One of the runs behind a mean: thin, and not in the legend. */
  private static void addMember(XYChart chart, Curve member, Color color) {
    if (member.steps().length == 0) {
      return;
    }
    XYSeries line = chart.addSeries(member.label(), member.steps(), member.middle());
    line.setShowInLegend(false);
    line.setLineColor(translucent(color, MEMBER_OPACITY));
    line.setLineStyle(new BasicStroke(1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarker(SeriesMarkers.NONE);
  }

  private static Color translucent(Color color, int opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }

  private void addLine(XYChart chart, Curve curve, Color color) {
    int count = curve.steps().length;
    if (count == 0) {
      return;
    }
    XYSeries line = chart.addSeries(curve.label(), curve.steps(), curve.middle());
    line.setShowInLegend(named);
    line.setLineColor(color);
    line.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarkerColor(color);
    line.setMarker(count == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
