package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.verify.MocapBenchmark;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.client.MocapSource;

/** Measures motion capture and prints each figure with its bar. */
final class MocapFigures {
  private static final double MILLIMETRES = 1000;
  private static final double LARGEST_RMS = 30;
  private static final double LARGEST_RMS_WITH_DROP_OUTS = 35;
  private static final double LARGEST_BIAS = 1;
  private static final double LARGEST_WAY_ERROR = 2;
  private static final double LEAST_POSES_PER_SECOND = 100_000;
  private static final double LONGEST_RESTART_SECONDS = 2;

  private final PrintStream out;
  private final boolean json;
  private final MocapBenchmark benchmark = new MocapBenchmark(new SystemClock());

  MocapFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Measures and prints.
   *
   * @param seconds how long each speed is measured
   */
  void print(double seconds) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    velocity(fields);
    for (MocapSource source : MocapSource.values()) {
      String name = source.title().toLowerCase(Locale.ROOT);
      MocapBenchmark.Decoding decoding = benchmark.decoding(source, seconds);
      fields.put(name + "_poses_per_s", decoding.posesPerSecond());
      fields.put(name + "_bytes_per_pose", decoding.bytesPerPose());
      fields.put(name + "_damaged_packets", decoding.damagedPackets());
      fields.put(name + "_reads_on", decoding.readsOn());
      line(
          "%-6s decoder     %,12.0f poses/s (wanted: at least %,.0f), %.3f bytes a pose (wanted: 0)",
          source.title(),
          decoding.posesPerSecond(),
          LEAST_POSES_PER_SECOND,
          decoding.bytesPerPose());
      line(
          "%-6s %,d damaged packets: no exception, and a whole message after them was %s",
          source.title(), decoding.damagedPackets(), decoding.readsOn() ? "read" : "NOT READ");
    }
    for (MocapSource source : MocapSource.values()) {
      double restart = benchmark.restartSeconds(source);
      fields.put(source.title().toLowerCase(Locale.ROOT) + "_restart_s", restart);
      line(
          "%-6s server killed and started again: poses after %.2f s (wanted: at most %.0f)",
          source.title(), restart, LONGEST_RESTART_SECONDS);
    }
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(fields));
    }
  }

  private void velocity(Map<String, Object> fields) {
    MocapBenchmark.Velocity velocity = benchmark.velocity();
    fields.put("velocity_rms_mm_per_s", velocity.rms() * MILLIMETRES);
    fields.put("velocity_bias_mm_per_s", velocity.bias() * MILLIMETRES);
    fields.put("velocity_rms_5_percent_lost_mm_per_s", velocity.rmsWithDropOuts() * MILLIMETRES);
    fields.put("velocity_bias_5_percent_lost_mm_per_s", velocity.biasWithDropOuts() * MILLIMETRES);
    fields.put("way_error_mm", velocity.wayMetres() * MILLIMETRES);
    line(
        "trot of ten seconds, seen at 120 Hz with 0.1 mm of noise, against the simulator's truth:");
    error("velocity", velocity.rms(), LARGEST_RMS, velocity.bias());
    error(
        "velocity, 5 % lost",
        velocity.rmsWithDropOuts(), LARGEST_RMS_WITH_DROP_OUTS, velocity.biasWithDropOuts());
    line(
        "  sum of rewarded velocities x step  %+.3f mm off the true way (wanted: at most %.0f)",
        velocity.wayMetres() * MILLIMETRES, LARGEST_WAY_ERROR);
  }

  private void error(String what, double rms, double largestRms, double bias) {
    line(
        "  %-20s RMS %5.1f mm/s (wanted: at most %.0f), bias %+.2f mm/s (wanted: at most %.0f)",
        what, rms * MILLIMETRES, largestRms, bias * MILLIMETRES, LARGEST_BIAS);
  }

  private void line(String format, Object... values) {
    if (!json) {
      out.printf(Locale.ROOT, format + "%n", values);
    }
  }
}
