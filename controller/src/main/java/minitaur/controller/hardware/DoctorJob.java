package minitaur.controller.hardware;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.cli.DoctorRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.rig.BoardCodecs;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.motor.JointMap;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;

/** Listens to a robot whose motors are off and says what it found. */
public final class DoctorJob implements Job<DoctorRequest> {
  private static final long POLL_NANOS = 2_000_000;
  private static final long CONNECT_NANOS = 3_000_000_000L;
  private static final double NOISY_RAD = 0.005;
  private static final double WARNING_VOLTS = 11;
  private static final double HOT_CELSIUS = 60;
  private static final double LOSSY = 0.01;
  private static final double MICRO = 1e-3;

  private final PrintWriter out;

  /**
   * @param out hears the findings
   */
  public DoctorJob(PrintWriter out) {
    this.out = out;
  }

  @Override
  public ExitCode run(DoctorRequest request) throws Exception {
    SystemClock clock = new SystemClock();
    SerialRobotSettings settings = SerialRobotSettings.defaults();
    List<String> failures = new ArrayList<>();
    BoardLoop loop =
        new BoardLoop(
            new JsscPort(request.port()),
            request.baudRate(),
            BoardCodecs.host(request.board()),
            JointMap.identity(),
            settings,
            clock);
    Findings findings = new Findings();
    try (SerialRobot robot =
        new SerialRobot(loop, settings, clock, e -> failures.add(String.valueOf(e)))) {
      long connectBy = clock.nanos() + CONNECT_NANOS;
      while (!findings.see(robot) && clock.nanos() < connectBy) {
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
      long end = clock.nanos() + (long) (request.seconds() * 1e9);
      while (findings.connected && clock.nanos() < end) {
        clock.waitUntil(clock.nanos() + POLL_NANOS);
        findings.see(robot);
      }
      findings.status = robot.status();
      findings.roundTrip = robot.roundTrip().percentiles();
    }
    findings.problems.addAll(failures);
    findings.judge();
    if (request.json()) {
      out.println(new ObjectMapper().writeValueAsString(findings.asMap(request)));
    } else {
      findings.print(request, out);
    }
    out.flush();
    return findings.problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** What was found. */
  private static final class Findings {
    final RobotState state = new RobotState();
    final Observer[] angle = observers();
    final Observer[] temperature = observers();
    final Observer roll = new Observer();
    final Observer pitch = new Observer();
    final Observer battery = new Observer();
    final List<String> problems = new ArrayList<>();
    boolean connected;
    SerialStatus status = new SerialStatus(ArmPhase.UNCONNECTED, "", "", "", 0, 0, 0, 0, 0);
    LoopTiming.Percentiles roundTrip = new LoopTiming.Percentiles(0, 0, 0, 0, 0);

    boolean see(SerialRobot robot) {
      robot.read(state);
      connected |= state.connected;
      if (state.connected) {
        for (int motor = 0; motor < Motor.COUNT; motor++) {
          angle[motor].add(state.motorAngleRad[motor]);
          temperature[motor].add(state.motorTemperatureCelsius[motor]);
        }
        roll.add(state.rollRad);
        pitch.add(state.pitchRad);
        battery.add(state.batteryVoltage);
      }
      return connected;
    }

    void judge() {
      if (!status.problem().isEmpty()) {
        problems.add(status.problem());
      }
      if (!connected) {
        return;
      }
      if (loss() > LOSSY) {
        problems.add(
            text("%.1f %% of the frames are lost: shorter cable, or a lower rate", 100 * loss()));
      }
      for (Motor motor : Motor.values()) {
        Observer observer = angle[motor.ordinal()];
        if (!observer.isKnown()) {
          problems.add(motor + ": its encoder says nothing: check its cable");
        } else if (observer.noise() > NOISY_RAD) {
          problems.add(
              text("%s: encoder noise %.4f rad: check magnet and cable", motor, observer.noise()));
        }
        if (temperature[motor.ordinal()].mean() > HOT_CELSIUS) {
          problems.add(motor + " is hot: let it cool");
        }
      }
      if (!roll.isKnown() || !pitch.isKnown()) {
        problems.add("no inertial unit: tilt is unknown, and nothing can learn without");
      }
      if (!battery.isKnown()) {
        problems.add("battery voltage is unknown: watch it by another way");
      } else if (battery.mean() < WARNING_VOLTS) {
        problems.add(text("battery at %.1f V: charge it", battery.mean()));
      }
    }

    Map<String, Object> asMap(DoctorRequest request) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("port", request.port());
      map.put("connected", connected);
      map.put("frames", status.samples());
      map.put("frameLoss", loss());
      map.put("damaged", status.damaged());
      map.put("roundTripP50Micros", roundTrip.p50Nanos() * MICRO);
      map.put("roundTripP99Micros", roundTrip.p99Nanos() * MICRO);
      map.put("roundTripMaximumMicros", roundTrip.maximumNanos() * MICRO);
      Map<String, Object> motors = new LinkedHashMap<>();
      for (Motor motor : Motor.values()) {
        Observer observer = angle[motor.ordinal()];
        Map<String, Object> row = new LinkedHashMap<>();
        put(row, "angleRad", observer.mean());
        put(row, "noiseRad", observer.noise());
        put(row, "movedRad", observer.moved());
        put(row, "temperatureCelsius", temperature[motor.ordinal()].mean());
        motors.put(motor.name(), row);
      }
      map.put("motors", motors);
      put(map, "rollRad", roll.mean());
      put(map, "pitchRad", pitch.mean());
      put(map, "batteryVolts", battery.mean());
      map.put("problems", problems);
      return map;
    }

    void print(DoctorRequest request, PrintWriter out) {
      out.println("port        " + request.port() + (connected ? "" : ": no robot answers"));
      if (connected) {
        out.println(
            text(
                "frames      %d, lost %.2f %%, damaged %d",
                status.samples(), 100 * loss(), status.damaged()));
        out.println(
            roundTrip.count() == 0
                ? "round trip  unknown: this board does not repeat what it is told"
                : text(
                    "round trip  p50 %.2f ms, p99 %.2f ms, longest %.2f ms",
                    roundTrip.p50Nanos() * 1e-6,
                    roundTrip.p99Nanos() * 1e-6,
                    roundTrip.maximumNanos() * 1e-6));
        out.println(
            text(
                "tilt        roll %.3f rad (moved %+.3f), pitch %.3f rad (moved %+.3f)",
                roll.mean(), roll.moved(), pitch.mean(), pitch.moved()));
        out.println(text("battery     %.1f V", battery.mean()));
        out.println(text("%-14s %9s %9s %9s %6s", "motor", "rad", "noise", "moved", "degC"));
        for (Motor motor : Motor.values()) {
          Observer observer = angle[motor.ordinal()];
          out.println(
              text(
                  "%-14s %9.4f %9.5f %+9.4f %6.0f",
                  motor,
                  observer.mean(),
                  observer.noise(),
                  observer.moved(),
                  temperature[motor.ordinal()].mean()));
        }
      }
      out.println(problems.isEmpty() ? "all is well" : "to be mended:");
      problems.forEach(problem -> out.println("  - " + problem));
    }

    private double loss() {
      long all = status.samples() + status.lost();
      return all == 0 ? 0 : (double) status.lost() / all;
    }

    /** JSON has no NaN. */
    private static void put(Map<String, Object> map, String key, double value) {
      map.put(key, Double.isFinite(value) ? value : "unknown");
    }

    private static Observer[] observers() {
      Observer[] observers = new Observer[Motor.COUNT];
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        observers[motor] = new Observer();
      }
      return observers;
    }

    private static String text(String format, Object... values) {
      return String.format(Locale.ROOT, format, values);
    }
  }
}
