package minitaur.controller.verify.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import minitaur.hal.Clock;

/**
 * The robot of a rehearsal: a process that plays board, robot and motion capture, and an operator
 * who only looks at what the trainer is told.
 */
final class EmulatedRobot implements AutoCloseable {
  private static final String BODY = "Minitaur";
  private static final long START_NANOS = 60_000_000_000L;
  private static final long POLL_NANOS = 50_000_000L;
  private static final int END_SECONDS = 30;

  /**
   * How long what the robot waits for must last before an order is given: time for the motors to go
   * off, for the emulated hand to set the robot up, and for the next heart-beat to say so.
   */
  private static final long PATIENCE_NANOS = 6_000_000_000L;

  /** The hand needs the motors to be off for a second; a service manager takes as long. */
  static final long RESTART_NANOS = 3_000_000_000L;

  private final Path port;
  private final Path answers;
  private final Path output;
  private final int mocapPort;
  private final ChildProcess process;
  private final Clock clock;
  private String order = "";
  private long nextAnswerNanos;
  private int releases;

  /**
   * @param directory exists; for the port's name, the operator's answers and what the process says
   * @param mocapPort a port that is free
   */
  EmulatedRobot(Path directory, int mocapPort, long seed, Clock clock) {
    this.mocapPort = mocapPort;
    this.clock = clock;
    port = directory.resolve("board").toAbsolutePath();
    answers = directory.resolve("answers.txt").toAbsolutePath();
    output = directory.resolve("emulate.out");
    nextAnswerNanos = clock.nanos();
    process =
        new ChildProcess(
            List.of(
                "emulate",
                "--link",
                port.toString(),
                "--vrpn",
                Integer.toString(mocapPort),
                "--mocap-body",
                BODY,
                "--seed",
                Long.toString(seed)),
            output,
            true);
  }

  /** Options of a collector that drives this robot. */
  List<String> options() {
    return List.of(
        "--hal",
        "serial",
        "--port",
        port.toString(),
        "--set",
        "robot.allowUncalibrated=true",
        "--set",
        "operator.resets=automatic",
        "--set",
        "operator.patienceSeconds=1",
        "--set",
        "mocap.source=vrpn",
        "--set",
        "mocap.host=127.0.0.1",
        "--set",
        "mocap.port=" + mocapPort,
        "--set",
        "mocap.body=" + BODY,
        "--operator",
        "headless",
        "--answers",
        answers.toString());
  }

  /** Starts it and returns when its port is there. */
  void start() throws IOException {
    process.start();
    long end = clock.nanos() + START_NANOS;
    while (!Files.exists(port)) {
      if (clock.nanos() > end || !process.isAlive()) {
        throw new IOException("the emulated board did not start; see emulate.out");
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  /**
   * Does what an operator does who sees what the collector does.
   *
   * @param progress the trainer's
   */
  void attend(JsonNode progress) throws IOException {
    String wanted =
        switch (progress.path("collectors").path(0).path("state").asText()) {
          case "emergency stop" -> "release";
          case "reset requested" -> "reset";
          default -> "";
        };
    if (!wanted.equals(order)) {
      order = wanted;
      nextAnswerNanos = clock.nanos() + PATIENCE_NANOS;
    } else if (!order.isEmpty() && clock.nanos() >= nextAnswerNanos) {
      releases += order.equals("release") ? 1 : 0;
      nextAnswerNanos = clock.nanos() + PATIENCE_NANOS;
      Files.writeString(
          answers,
          order + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** How often the operator left an emergency stop. */
  int releases() {
    return releases;
  }

  /**
   * Ends it in good order.
   *
   * @return what it says of the robot's safety
   */
  String end() throws IOException, InterruptedException {
    process.terminate(END_SECONDS);
    return Files.readAllLines(output, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("safety"))
        .reduce("", (before, last) -> last);
  }

  @Override
  public void close() {
    process.close();
  }
}
