package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.robot.SerialRobots;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.RobotCalibration;
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

  private final Reader in;
  private final PrintWriter out;
  private final Clock clock = new SystemClock();

  /**
   * @param in what the technician types
   * @param out hears the findings
   */
  public DoctorJob(Reader in, PrintWriter out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public ExitCode run(DoctorRequest request) throws Exception {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    DoctorReport report;
    try (SerialRobot robot =
        SerialRobots.open(
            request.board(),
            request.port(),
            request.baudRate(),
            RobotCalibration.identity(),
            SerialRobotSettings.defaults(),
            clock,
            e -> failures.add(String.valueOf(e)))) {
      DoctorReadings readings = listen(robot, request.seconds());
      List<String> problems = new ArrayList<>(DoctorDiagnosis.problems(readings, robot.status()));
      if (request.guided() && readings.isConnected()) {
        lead(request, robot, problems);
      }
      problems.addAll(failures);
      report =
          new DoctorReport(
              request.port(),
              readings,
              robot.status(),
              robot.roundTrip().percentiles(),
              new DoctorReport.Computer(
                  robot.lateness().percentiles(), robot.realTime(), robot.cores()),
              problems);
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
  private void lead(DoctorRequest request, SerialRobot robot, List<String> problems)
      throws IOException {
    RobotDescription description = RobotDescription.ofProcedure("doctor", request.port());
    try (ProcedureFaces faces =
        new ProcedureFaces(request.page(), description, /* script= */ null, in, out)) {
      Robot seen = faces.watched(robot, JointMap.identity(), InertialMap.IDENTITY);
      out.println("The motors are off. Move the robot by hand, a little and slowly:");
      try {
        List<HandStep> steps = HandStep.all();
        for (int number = 1; number <= steps.size(); number++) {
          lead(steps.get(number - 1), number, steps.size(), seen, faces.desk(), problems);
        }
        faces.desk().finish("every move was asked for; the findings stand in the terminal");
      } catch (CancelledException e) {
        problems.add("the moves by hand were not finished: " + e.getMessage());
        faces.desk().finish(String.valueOf(e.getMessage()));
      }
    }
  }

  private void lead(
      HandStep step, int number, int total, Robot robot, PromptChannel desk, List<String> problems)
      throws CancelledException {
    RobotState state = new RobotState();
    desk.watch(
        new Instruction(
            number,
            total,
            "Motors off: " + step.prompt() + ".",
            step.pose(),
            Instruction.Moment.BEFORE_CONFIRMING,
            /* refusal= */ null));
    out.print("  %2d/%d  %s ... ".formatted(number, total, step.prompt()));
    out.flush();
    HandStep.Outcome outcome = HandStep.Outcome.WAITING;
    long deadline = clock.nanos() + STEP_NANOS;
    while (outcome == HandStep.Outcome.WAITING && clock.nanos() < deadline) {
      desk.requireGoingOn();
      look(robot, state);
      outcome = step.look(state);
    }
    boolean right = outcome == HandStep.Outcome.RIGHT;
    out.println(right ? "right" : "WRONG");
    if (!right) {
      problems.add(step.complaint(outcome, state));
    }
    desk.note(
        right ? Severity.INFORMATION : Severity.WARNING,
        right ? step.prompt() + ": right" : step.complaint(outcome, state));
  }

  private void look(Robot robot, RobotState state) {
    clock.waitUntil(clock.nanos() + POLL_NANOS);
    robot.read(state);
  }
}
