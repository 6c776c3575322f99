package minitaur.controller.verify.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.controller.console.PageChoice;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.robot.RobotSettings.Board;
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
import org.jspecify.annotations.Nullable;

/**
 * Checks a robot with its motors off: records the sensors, and on request guides an operator
 * through moving each leg and the trunk by hand.
 */
public final class Doctor {
  private static final long POLL_NANOS = 2_000_000;
  private static final long CONNECT_NANOS = 3_000_000_000L;

  /** Time limit of one manual check. */
  private static final long STEP_NANOS = 20_000_000_000L;

  private final String port;
  private final Board board;
  private final int baud;
  private final Clock clock = new SystemClock();

  /**
   * @param port path of the serial port
   * @param baud bits per second; 0 for the default of the board
   */
  public Doctor(String port, Board board, int baud) {
    this.port = port;
    this.board = board;
    this.baud = baud;
  }

  /**
   * How an operator is guided through the manual checks.
   *
   * @param page whether and where a page shows them
   * @param in typed by the operator
   * @param out instructions and verdicts
   */
  public record Guidance(PageChoice page, Reader in, PrintWriter out) {}

  /**
   * Records the sensors and diagnoses.
   *
   * @param seconds how long to record
   * @param guidance null without manual checks
   */
  public DoctorReport check(double seconds, @Nullable Guidance guidance) throws IOException {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    try (SerialRobot robot =
        SerialRobots.open(
            board,
            port,
            baud,
            RobotCalibration.identity(),
            SerialRobotSettings.defaults(),
            clock,
            e -> failures.add(String.valueOf(e)))) {
      DoctorReadings readings = record(robot, seconds);
      List<String> problems = new ArrayList<>(DoctorDiagnosis.problems(readings, robot.status()));
      if (guidance != null && readings.isConnected()) {
        guide(guidance, robot, problems);
      }
      problems.addAll(failures);
      return new DoctorReport(
          port,
          readings,
          robot.status(),
          robot.roundTrip().percentiles(),
          new DoctorReport.Computer(
              robot.lateness().percentiles(), robot.realTime(), robot.cores()),
          problems);
    }
  }

  private DoctorReadings record(SerialRobot robot, double seconds) {
    DoctorReadings readings = new DoctorReadings();
    RobotState state = new RobotState();
    long connectBy = clock.nanos() + CONNECT_NANOS;
    while (!readings.isConnected() && clock.nanos() < connectBy) {
      read(robot, state);
      readings.add(state);
    }
    long end = clock.nanos() + (long) (seconds * 1e9);
    while (readings.isConnected() && clock.nanos() < end) {
      read(robot, state);
      readings.add(state);
    }
    return readings;
  }

  /** Runs the manual checks and collects the problems that they find. */
  private void guide(Guidance guidance, SerialRobot robot, List<String> problems)
      throws IOException {
    PrintWriter out = guidance.out();
    try (ProcedureSession session =
        new ProcedureSession(
            guidance.page(),
            RobotDescription.ofProcedure("doctor", port),
            /* script= */ null,
            guidance.in(),
            out)) {
      Robot displayed = session.displayed(robot, JointMap.identity(), InertialMap.IDENTITY);
      out.println("The motors are off. Move the robot by hand, slowly and only a little:");
      try {
        List<ManualCheck> checks = ManualCheck.all();
        for (int i = 0; i < checks.size(); i++) {
          perform(checks.get(i), i + 1, checks.size(), displayed, session.prompts(), out, problems);
        }
        session.prompts().finish("all manual checks are done; see the findings in the terminal");
      } catch (CancelledException e) {
        problems.add("the manual checks were not finished: " + e.getMessage());
        session.prompts().finish(String.valueOf(e.getMessage()));
      }
    }
  }

  private void perform(
      ManualCheck check,
      int number,
      int total,
      Robot robot,
      PromptChannel prompts,
      PrintWriter out,
      List<String> problems)
      throws CancelledException {
    RobotState state = new RobotState();
    prompts.watch(
        new Instruction(
            number,
            total,
            "Motors off: " + check.prompt() + ".",
            check.pose(),
            Instruction.Moment.BEFORE_CONFIRMING,
            /* refusal= */ null));
    out.print("  %2d/%d  %s ... ".formatted(number, total, check.prompt()));
    out.flush();
    ManualCheck.Outcome outcome = ManualCheck.Outcome.WAITING;
    long deadline = clock.nanos() + STEP_NANOS;
    while (outcome == ManualCheck.Outcome.WAITING && clock.nanos() < deadline) {
      prompts.requireGoingOn();
      read(robot, state);
      outcome = check.evaluate(state);
    }
    boolean passed = outcome == ManualCheck.Outcome.PASSED;
    out.println(passed ? "passed" : "FAILED");
    String problem = passed ? check.prompt() + ": passed" : check.problem(outcome, state);
    if (!passed) {
      problems.add(problem);
    }
    prompts.note(passed ? Severity.INFORMATION : Severity.WARNING, problem);
  }

  private void read(Robot robot, RobotState state) {
    clock.waitUntil(clock.nanos() + POLL_NANOS);
    robot.read(state);
  }
}
