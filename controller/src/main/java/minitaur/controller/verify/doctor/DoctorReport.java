package minitaur.controller.verify.doctor;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import minitaur.hal.Motor;
import minitaur.hal.Text;
import minitaur.hal.loop.CpuLatencyRequest;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.serial.BoardCapability;
import minitaur.hal.serial.SerialStatus;

/**
 * Findings of a check.
 *
 * @param port path of the serial port
 * @param readings statistics of the sensor readings
 * @param status status of the serial line at the end
 * @param line timing of the position loop and its serial line
 * @param computer real-time behavior of this computer
 * @param problems each with its fix; empty when there is none
 */
public record DoctorReport(
    String port,
    DoctorReadings readings,
    SerialStatus status,
    LineMeasurement line,
    Computer computer,
    List<String> problems) {
  private static final double MICROS_PER_NANO = 1e-3;
  private static final double MILLIS_PER_NANO = 1e-6;

  /**
   * Real-time behavior of this computer.
   *
   * @param realTime real-time priority granted to the thread
   * @param cores state of the CPU idle states; not changed
   */
  public record Computer(RealTimeThread.Grant realTime, CpuLatencyRequest cores) {}

  /** Values for JSON; unknown ones are "unknown". */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("port", port);
    map.put("connected", readings.isConnected());
    map.put("frames", status.counts().samples());
    map.put("frameLoss", DoctorDiagnosis.loss(status));
    map.put("damaged", status.counts().damaged());
    map.put("statesPerSecond", number(line.statesPerSecond()));
    map.put("roundTripP50Micros", line.roundTrip().p50Nanos() * MICROS_PER_NANO);
    map.put("roundTripP99Micros", line.roundTrip().p99Nanos() * MICROS_PER_NANO);
    map.put("roundTripMaxMicros", line.roundTrip().maxNanos() * MICROS_PER_NANO);
    map.put("tickJitterP99Micros", line.jitter().p99Nanos() * MICROS_PER_NANO);
    map.put("skippedTicks", line.missedTicks());
    map.put("latencyTimerMillis", line.timer() == null ? "none" : line.timer().millis());
    Map<String, Object> functions = new LinkedHashMap<>();
    for (BoardCapability promise : BoardCapability.values()) {
      functions.put(
          name(promise), line.traits().supports(promise) ? "supported" : promise.fallback());
    }
    map.put("board", functions);
    map.put("boardName", status.boardName().isEmpty() ? "unknown" : status.boardName());
    map.put("realTimePriority", computer.realTime().priority());
    map.put("idleStatesDisabled", computer.cores().isGranted());
    Map<String, Object> motors = new LinkedHashMap<>();
    for (Motor motor : Motor.values()) {
      Map<String, Object> row = new LinkedHashMap<>();
      put(row, "angleRad", readings.angle(motor).mean());
      put(row, "noiseRad", readings.angle(motor).noise());
      put(row, "movedRad", readings.angle(motor).excursion());
      put(row, "temperatureCelsius", readings.temperature(motor).mean());
      motors.put(motor.name(), row);
    }
    map.put("motors", motors);
    put(map, "rollRad", readings.roll.mean());
    put(map, "pitchRad", readings.pitch.mean());
    put(map, "batteryVolts", readings.battery.mean());
    map.put("problems", problems);
    return map;
  }

  /** Prints a table. */
  public void print(PrintWriter out) {
    out.println("port        " + port + (readings.isConnected() ? "" : ": no robot responds"));
    out.printf(
        Locale.ROOT,
        "computer    tick jitter p50 %.3f ms, p99 %.3f ms (at most %.3f), %.2f %% skipped (at most"
            + " %.1f)%n",
        line.jitter().p50Nanos() * MILLIS_PER_NANO,
        line.jitter().p99Nanos() * MILLIS_PER_NANO,
        line.maxJitterMillis(),
        line.missedPercent(),
        LineMeasurement.MAX_MISSED_PERCENT);
    out.println("            " + computer.realTime().explanation());
    out.println("            " + computer.cores().explanation());
    if (readings.isConnected()) {
      printLine(out);
      out.printf(
          Locale.ROOT,
          "tilt        roll %s rad (moved %s), pitch %s rad (moved %s)%n",
          number("%.3f", readings.roll.mean()),
          number("%+.3f", readings.roll.excursion()),
          number("%.3f", readings.pitch.mean()),
          number("%+.3f", readings.pitch.excursion()));
      out.println("battery     " + number("%.1f V", readings.battery.mean()));
      printMotors(out);
    }
    printBoard(out);
    out.println(problems.isEmpty() ? "no problems found" : "problems:");
    problems.forEach(problem -> out.println("  - " + problem));
  }

  private void printLine(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "frames      %d, lost %.2f %%, damaged %d%n",
        status.counts().samples(),
        100 * DoctorDiagnosis.loss(status),
        status.counts().damaged());
    out.printf(
        Locale.ROOT,
        "            %.0f states per second (at least %.0f)%n",
        line.statesPerSecond(),
        line.requiredStatesPerSecond());
    if (!line.traits().supports(BoardCapability.COMMAND_ECHO)) {
      out.println("round trip  unknown: this board's acknowledgments have no sequence number");
    } else if (line.roundTrip().count() == 0) {
      out.println("round trip  unknown: no command was acknowledged");
    } else {
      out.printf(
          Locale.ROOT,
          "round trip  p50 %.2f ms, p99 %.2f ms, max %.2f ms (%s)%n",
          line.roundTrip().p50Nanos() * MILLIS_PER_NANO,
          line.roundTrip().p99Nanos() * MILLIS_PER_NANO,
          line.roundTrip().maxNanos() * MILLIS_PER_NANO,
          line.roundTripRequirement());
    }
  }

  /** Prints which functions the board has, and the consequence of each missing one. */
  private void printBoard(PrintWriter out) {
    String supported =
        Arrays.stream(BoardCapability.values())
            .filter(line.traits()::supports)
            .map(DoctorReport::name)
            .collect(Collectors.joining(", "));
    String boardName = status.boardName().isEmpty() ? "" : " \"" + status.boardName() + "\"";
    out.println("board       " + line.traits().name() + boardName + ": " + supported);
    for (BoardCapability promise : BoardCapability.values()) {
      if (!line.traits().supports(promise)) {
        out.println("            no " + name(promise) + ": " + promise.fallback());
      }
    }
  }

  private static String name(BoardCapability promise) {
    return promise.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? value : "unknown";
  }

  private void printMotors(PrintWriter out) {
    out.printf(Locale.ROOT, "%-14s %9s %9s %9s %7s%n", "motor", "rad", "noise", "moved", "degC");
    for (Motor motor : Motor.values()) {
      ReadingStatistics angle = readings.angle(motor);
      out.printf(
          Locale.ROOT,
          "%-14s %9s %9s %9s %7s%n",
          motor,
          number("%.4f", angle.mean()),
          number("%.5f", angle.noise()),
          number("%+.4f", angle.excursion()),
          number("%.0f", readings.temperature(motor).mean()));
    }
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? Text.number(format, value) : "unknown";
  }

  /** JSON has no NaN. */
  private static void put(Map<String, Object> map, String key, double value) {
    map.put(key, number(value));
  }
}
