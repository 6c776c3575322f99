package minitaur.controller.hardware;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import minitaur.controller.cli.DoctorRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.rig.BoardCodecs;
import minitaur.hal.Clock;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.JointMap;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;

/**
 * Listens to a robot whose motors are off, leads a technician through moving it by hand, and says
 * what was found.
 */
public final class DoctorJob implements Job<DoctorRequest> {
  private static final long POLL_NANOS = 2_000_000;
  private static final long CONNECT_NANOS = 3_000_000_000L;

  /** How long a technician may take for one step. */
  private static final long STEP_NANOS = 20_000_000_000L;

  private final PrintWriter out;
  private final Clock clock = new SystemClock();

  /**
   * @param out hears the findings
   */
  public DoctorJob(PrintWriter out) {
    this.out = out;
  }

  @Override
  public ExitCode run(DoctorRequest request) throws Exception {
    SerialRobotSettings settings = SerialRobotSettings.defaults();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    BoardLoop loop =
        new BoardLoop(
            new JsscPort(request.port()),
            request.baudRate(),
            BoardCodecs.host(request.board()),
            JointMap.identity(),
            settings,
            clock);
    DoctorReport report;
    try (SerialRobot robot =
        new SerialRobot(loop, settings, clock, e -> failures.add(String.valueOf(e)))) {
      DoctorReadings readings = listen(robot, request.seconds());
      List<String> problems = new ArrayList<>(DoctorDiagnosis.problems(readings, robot.status()));
      if (request.guided() && readings.isConnected()) {
        lead(robot, problems);
      }
      problems.addAll(failures);
      report =
          new DoctorReport(
              request.port(), readings, robot.status(), robot.roundTrip().percentiles(), problems);
    }
    if (request.json()) {
      out.println(new ObjectMapper().writeValueAsString(report.asMap()));
    } else {
      report.print(out);
    }
    out.flush();
    return report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private DoctorReadings listen(SerialRobot robot, double seconds) {
    DoctorReadings readings = new DoctorReadings();
    RobotState state = new RobotState();
    long connectBy = clock.nanos() + CONNECT_NANOS;
    while (!readings.isConnected() && clock.nanos() < connectBy) {
      look(robot, state);
      readings.see(state);
    }
    long end = clock.nanos() + (long) (seconds * 1e9);
    while (readings.isConnected() && clock.nanos() < end) {
      look(robot, state);
      readings.see(state);
    }
    return readings;
  }

  /** Has the robot moved by hand, a step after the other, and notes what did not follow. */
  private void lead(SerialRobot robot, List<String> problems) {
    List<HandStep> steps = HandStep.all();
    RobotState state = new RobotState();
    out.println("The motors are off. Move the robot by hand, a little and slowly:");
    for (int number = 0; number < steps.size(); number++) {
      HandStep step = steps.get(number);
      out.print("  %2d/%d  %s ... ".formatted(number + 1, steps.size(), step.prompt()));
      out.flush();
      HandStep.Outcome outcome = HandStep.Outcome.WAITING;
      long deadline = clock.nanos() + STEP_NANOS;
      while (outcome == HandStep.Outcome.WAITING && clock.nanos() < deadline) {
        look(robot, state);
        outcome = step.look(state);
      }
      out.println(outcome == HandStep.Outcome.RIGHT ? "right" : "WRONG");
      if (outcome != HandStep.Outcome.RIGHT) {
        problems.add(step.complaint(outcome, state));
      }
    }
  }

  private void look(SerialRobot robot, RobotState state) {
    clock.waitUntil(clock.nanos() + POLL_NANOS);
    robot.read(state);
  }
}
