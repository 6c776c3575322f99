package minitaur.controller.verify.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Path;
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
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.robot.SerialRobotFactory;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;
import org.jspecify.annotations.Nullable;

/**
 * Checks a robot with its motors off: records the sensors and, on request, guides an operator
 * through moving each leg and the trunk by hand.
 *
 * @param port path of the serial port
 * @param baud bits per second; 0 for the default of the board
 * @param calibration calibration to apply; the identity to check raw sensor values
 */
public record Doctor(
    String port, Board board, int baud, RobotCalibration calibration, Clock clock) {
  private static final long POLL_NANOS = 2_000_000;
  private static final long CONNECT_TIMEOUT_NANOS = 3_000_000_000L;

  private static final double MAX_SETTLING_SECONDS = 1;

  /** Time limit of one manual check. */
  private static final long CHECK_TIMEOUT_NANOS = 20_000_000_000L;

  /**
   * Interfaces for guiding an operator through the manual checks.
   *
   * @param page whether and where a page displays the checks
   * @param in input of the operator
   * @param out receives instructions and results
   */
  public record Guidance(PageChoice page, Reader in, PrintWriter out) {}

  /**
   * Records the sensors and diagnoses problems.
   *
   * @param seconds duration of the recording
   * @param guidance null for no manual checks
   */
  public DoctorReport check(double seconds, @Nullable Guidance guidance) throws IOException {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    List<String> configurationProblems = configurationProblems();
    SerialRobotSettings settings = SerialRobotSettings.defaults();
    try (SerialRobot robot =
        SerialRobotFactory.open(
            board,
            port,
            baud,
            calibration,
            settings,
            clock,
            e -> failures.add(String.valueOf(e)))) {
      DoctorReadings readings = new DoctorReadings();
      LineMeasurement line = record(robot, settings.periodNanos(), readings, seconds);
      SerialStatus status = robot.status();
      List<String> problems = new ArrayList<>(DoctorDiagnosis.problems(readings, status, line));
      problems.addAll(configurationProblems);
      if (guidance != null && readings.isConnected()) {
        guide(guidance, robot, problems);
      }
      problems.addAll(failures);
      return new DoctorReport(
          port,
          readings,
          status,
          line,
          new DoctorReport.Computer(robot.realTime(), robot.cpuLatency()),
          problems);
    }
  }

  private List<String> configurationProblems() {
    try {
      return BoardCodecs.configurationProblems(board, new JsscPort(port), baud, clock);
    } catch (SerialLinkException e) {
      // Opening the robot reports the error.
      return List.of();
    }
  }

  /**
   * Records the sensors once the robot is connected.
   *
   * @param readings Modified.
   * @return timing during the recording, or while connecting if the robot did not connect
   */
  private LineMeasurement record(
      SerialRobot robot, long periodNanos, DoctorReadings readings, double seconds) {
    RobotState state = new RobotState();
    long connectDeadline = clock.nanos() + CONNECT_TIMEOUT_NANOS;
    while (!readings.isConnected() && clock.nanos() < connectDeadline) {
      read(robot, state);
      readings.add(state);
    }
    if (!readings.isConnected()) {
      return measurement(robot, periodNanos, /* missedTicks= */ 0, Double.NaN);
    }
    // Opening the port and compiling the loop are not measured.
    long begin = clock.nanos() + (long) (Math.min(MAX_SETTLING_SECONDS, seconds / 3) * 1e9);
    long end = clock.nanos() + (long) (seconds * 1e9);
    record(robot, state, readings, begin);
    robot.tickLatency().reset();
    robot.roundTrip().reset();
    long missedBefore = robot.missedTicks();
    long before = robot.status().counts().samples();
    begin = clock.nanos();
    record(robot, state, readings, end);
    return measurement(
        robot,
        periodNanos,
        robot.missedTicks() - missedBefore,
        1e9 * (robot.status().counts().samples() - before) / (clock.nanos() - begin));
  }

  private LineMeasurement measurement(
      SerialRobot robot, long periodNanos, long missedTicks, double statesPerSecond) {
    return new LineMeasurement(
        BoardCodecs.hostCodec(board).traits(),
        periodNanos,
        robot.tickLatency().percentiles(),
        missedTicks,
        robot.roundTrip().percentiles(),
        statesPerSecond,
        LatencyTimer.of(Path.of(port), LatencyTimer.SYSFS));
  }

  private void record(SerialRobot robot, RobotState state, DoctorReadings readings, long deadline) {
    while (clock.nanos() < deadline) {
      read(robot, state);
      readings.add(state);
    }
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
      Robot displayed = session.displayed(robot);
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
    prompts.showAutoDetected(
        new Instruction(
            number,
            total,
            "Motors off: " + check.prompt() + ".",
            check.pose(),
            Instruction.Timing.BEFORE_CONFIRMATION,
            /* rejectionReason= */ null));
    out.print("  %2d/%d  %s ... ".formatted(number, total, check.prompt()));
    out.flush();
    ManualCheck.Outcome outcome = ManualCheck.Outcome.WAITING;
    long deadline = clock.nanos() + CHECK_TIMEOUT_NANOS;
    while (outcome == ManualCheck.Outcome.WAITING && clock.nanos() < deadline) {
      prompts.throwIfCancelled();
      read(robot, state);
      outcome = check.evaluate(state);
    }
    boolean passed = outcome == ManualCheck.Outcome.PASSED;
    out.println(passed ? "passed" : "FAILED");
    String problem = passed ? check.prompt() + ": passed" : check.problem(outcome, state);
    if (!passed) {
      problems.add(problem);
    }
    prompts.addEvent(passed ? Severity.INFORMATION : Severity.WARNING, problem);
  }

  private void read(Robot robot, RobotState state) {
    clock.waitUntil(clock.nanos() + POLL_NANOS);
    robot.read(state);
  }
}
