package minitaur.controller.rehearsal;

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

  /** An order shows at the trainer with the next heart-beat but one. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Path port;
  private final Path answers;
  private final int mocapPort;
  private final ChildProcess process;
  private final Clock clock;
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
            directory.resolve("emulate.out"));
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
    if (clock.nanos() < nextAnswerNanos) {
      return;
    }
    String order =
        switch (progress.path("collectors").path(0).path("state").asText()) {
          case "emergency stop" -> "release";
          case "reset requested" -> "reset";
          default -> "";
        };
    if (!order.isEmpty()) {
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

  @Override
  public void close() {
    process.close();
  }
}
