package minitaur.controller.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.hal.Motor;
import minitaur.hal.loop.AwakeCores;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.serial.SerialStatus;

/**
 * What a check of a robot found, for people and for programs.
 *
 * @param port path of the port
 * @param readings what the sensors said
 * @param status of the line at the end
 * @param roundTrip from a command to the first state that knows of it
 * @param computer what this computer does for the position loop
 * @param problems each with its remedy; empty when all is well
 */
record DoctorReport(
    String port,
    DoctorReadings readings,
    SerialStatus status,
    LoopTiming.Percentiles roundTrip,
    Computer computer,
    List<String> problems) {
  private static final double MICRO = 1e-3;
  private static final double MILLI = 1e-6;

  /**
   * How punctual the computer is.
   *
   * @param lateness of the position loop's ticks
   * @param realTime what the system granted its thread
   * @param cores what the system does with idle cores; only looked at
   */
  record Computer(
      LoopTiming.Percentiles lateness, RealTimeThread.Grant realTime, AwakeCores cores) {}

  /** As JSON's values; what is not known is "unknown". */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("port", port);
    map.put("connected", readings.isConnected());
    map.put("frames", status.samples());
    map.put("frameLoss", DoctorDiagnosis.loss(status));
    map.put("damaged", status.damaged());
    map.put("roundTripP50Micros", roundTrip.p50Nanos() * MICRO);
    map.put("roundTripP99Micros", roundTrip.p99Nanos() * MICRO);
    map.put("roundTripMaximumMicros", roundTrip.maximumNanos() * MICRO);
    map.put("tickLatenessP99Micros", computer.lateness().p99Nanos() * MICRO);
    map.put("realTimePriority", computer.realTime().priority());
    map.put("coresKeptAwake", computer.cores().isGranted());
    Map<String, Object> motors = new LinkedHashMap<>();
    for (Motor motor : Motor.values()) {
      Map<String, Object> row = new LinkedHashMap<>();
      put(row, "angleRad", readings.angle(motor).mean());
      put(row, "noiseRad", readings.angle(motor).noise());
      put(row, "movedRad", readings.angle(motor).moved());
      put(row, "temperatureCelsius", readings.temperature(motor).mean());
      motors.put(motor.name(), row);
    }
    map.put("motors", motors);
    put(map, "rollRad", readings.roll().mean());
    put(map, "pitchRad", readings.pitch().mean());
    put(map, "batteryVolts", readings.battery().mean());
    map.put("problems", problems);
    return map;
  }

  /** As a table that a technician understands. */
  void print(PrintWriter out) {
    out.println("port        " + port + (readings.isConnected() ? "" : ": no robot answers"));
    out.println(
        text(
            "computer    ticks late by p50 %.3f ms, p99 %.3f ms",
            computer.lateness().p50Nanos() * MILLI, computer.lateness().p99Nanos() * MILLI));
    out.println("            " + computer.realTime().explanation());
    out.println("            " + computer.cores().explanation());
    if (readings.isConnected()) {
      printLine(out);
      out.println(
          text(
              "tilt        roll %s rad (moved %s), pitch %s rad (moved %s)",
              number("%.3f", readings.roll().mean()),
              number("%+.3f", readings.roll().moved()),
              number("%.3f", readings.pitch().mean()),
              number("%+.3f", readings.pitch().moved())));
      out.println("battery     " + number("%.1f V", readings.battery().mean()));
      printMotors(out);
    }
    out.println(problems.isEmpty() ? "all is well" : "to be mended:");
    problems.forEach(problem -> out.println("  - " + problem));
  }

  private void printLine(PrintWriter out) {
    out.println(
        text(
            "frames      %d, lost %.2f %%, damaged %d",
            status.samples(), 100 * DoctorDiagnosis.loss(status), status.damaged()));
    out.println(
        roundTrip.count() == 0
            ? "round trip  unknown: this board does not repeat what it is told"
            : text(
                "round trip  p50 %.2f ms, p99 %.2f ms, longest %.2f ms",
                roundTrip.p50Nanos() * MILLI,
                roundTrip.p99Nanos() * MILLI,
                roundTrip.maximumNanos() * MILLI));
  }

  private void printMotors(PrintWriter out) {
    out.println(text("%-14s %9s %9s %9s %7s", "motor", "rad", "noise", "moved", "degC"));
    for (Motor motor : Motor.values()) {
      Observer angle = readings.angle(motor);
      out.println(
          text(
              "%-14s %9s %9s %9s %7s",
              motor,
              number("%.4f", angle.mean()),
              number("%.5f", angle.noise()),
              number("%+.4f", angle.moved()),
              number("%.0f", readings.temperature(motor).mean())));
    }
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? text(format, value) : "unknown";
  }

  /** JSON has no NaN. */
  private static void put(Map<String, Object> map, String key, double value) {
    map.put(key, Double.isFinite(value) ? value : "unknown");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
