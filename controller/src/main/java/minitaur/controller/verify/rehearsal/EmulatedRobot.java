package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import minitaur.controller.remote.TrainerReport;
import minitaur.hal.Clock;
import minitaur.sim.board.SafetyMonitor;

/**
 * Robot of a rehearsal: a process that emulates board, robot and motion capture, and a scripted
 * operator that reads only the status received from the trainer.
 */
final class EmulatedRobot implements AutoCloseable {
  private static final String BODY = "Minitaur";
  private static final long START_TIMEOUT_NANOS = 60_000_000_000L;
  private static final long POLL_NANOS = 50_000_000L;
  private static final int STOP_TIMEOUT_SECONDS = 30;

  /**
   * Delay before the operator answers a request of the robot: it covers disabling the motors, the
   * reset of the robot by the scripted operator, and the next heartbeat.
   */
  private static final long ANSWER_DELAY_NANOS = 6_000_000_000L;

  /**
   * Delay before a collector restarts: the scripted operator requires the motors to be off for one
   * second.
   */
  static final long RESTART_DELAY_NANOS = 3_000_000_000L;

  private final Path port;
  private final Path answers;
  private final Path output;
  private final int mocapPort;
  private final ChildProcess process;
  private final Clock clock;
  private String command = "";
  private long nextAnswerNanos;
  private int releases;

  /**
   * @param directory existing directory for the link to the port, the operator's answers and the
   *     output
   * @param mocapPort a free port
   */
  EmulatedRobot(Path directory, Class<?> program, int mocapPort, long seed, Clock clock) {
    this.mocapPort = mocapPort;
    this.clock = clock;
    port = directory.resolve("board").toAbsolutePath();
    answers = directory.resolve("answers.txt").toAbsolutePath();
    output = directory.resolve("emulate.out");
    nextAnswerNanos = clock.nanos();
    process =
        new ChildProcess(
            program,
            List.of(
                "emulate",
                "--link=" + port,
                "--vrpn=" + mocapPort,
                "--mocap-body=" + BODY,
                "--seed=" + seed),
            output,
            true);
  }

  /** Options of a collector that drives this robot. */
  List<String> options() {
    return List.of(
        "--hal=serial",
        "--port=" + port,
        "--set=task.name=paper",
        "--set=robot.allowUncalibrated=true",
        "--set=operator.resets=automatic",
        "--set=operator.patienceSeconds=1",
        "--set=mocap.source=vrpn",
        "--set=mocap.host=127.0.0.1",
        "--set=mocap.port=" + mocapPort,
        "--set=mocap.body=" + BODY,
        "--operator=headless",
        "--answers=" + answers);
  }

  /** Starts the process and returns when its port exists. */
  void start() throws IOException {
    process.start();
    long deadline = clock.nanos() + START_TIMEOUT_NANOS;
    while (!Files.exists(port)) {
      if (clock.nanos() > deadline || !process.isAlive()) {
        throw new IOException("the emulated board did not start; see emulate.out");
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  /**
   * Releases an emergency stop or confirms a reset, if the robot waits for it.
   *
   * @param report status of the trainer
   */
  void answerRequests(TrainerReport report) throws IOException {
    List<TrainerReport.Collector> collectors = report.collectors();
    String requiredCommand =
        switch (collectors.isEmpty() ? "" : collectors.get(0).activity().state()) {
          case "emergency stop" -> "release";
          case "reset requested" -> "reset";
          default -> "";
        };
    if (!requiredCommand.equals(command)) {
      command = requiredCommand;
      nextAnswerNanos = clock.nanos() + ANSWER_DELAY_NANOS;
    } else if (!command.isEmpty() && clock.nanos() >= nextAnswerNanos) {
      releases += command.equals("release") ? 1 : 0;
      nextAnswerNanos = clock.nanos() + ANSWER_DELAY_NANOS;
      Files.writeString(
          answers,
          command + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** Number of released emergency stops. */
  int releases() {
    return releases;
  }

  /**
   * Ends the process.
   *
   * @param out receives the safety report of the process
   * @return whether it reports that all safety rules were met
   */
  boolean stop(Consumer<String> out) throws IOException, InterruptedException {
    process.terminate(STOP_TIMEOUT_SECONDS);
    String report =
        Files.readAllLines(output, StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("safety"))
            .reduce("the emulated robot ended without a safety report", (before, last) -> last);
    out.accept(report);
    return report.contains(SafetyMonitor.ALL_RULES_MET);
  }

  @Override
  public void close() {
    process.close();
  }
}
