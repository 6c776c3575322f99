package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.ArmPermit;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.log.RobotIoLogReader;
import minitaur.hal.log.RobotIoRecord;
import minitaur.hal.mocap.Pose;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.wire.BoardCommand;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests robot sessions with a complete emulated lab in real time. */
@Tag("timing")
class SerialSessionTest {
  private static final long TIMEOUT_NANOS = 60_000_000_000L;

  @TempDir private Path directory;

  private final SystemClock clock = new SystemClock();
  private final AtomicReference<BoardCommand.Mode> mode =
      new AtomicReference<>(BoardCommand.Mode.OFF);

  @Test
  void armsFollowsCommandsIsTrackedAndDisarms() throws Exception {
    Path log = directory.resolve("robot-io.log");
    try (EmulatedLab lab = lab(Board.MINITAUR_LINK);
        RobotSession session =
            RobotSessionFactory.open(
                config(lab, "minitaur-link").hardware(),
                config(lab, "minitaur-link").task(),
                0,
                true,
                log)) {
      AtomicReference<ArmPermit> permit = new AtomicReference<>(session.issuePermit());
      waitFor(
          "standing",
          () -> {
            if (permit.get().endReason() != null) {
              // The link was lost on a busy machine: the operator confirms again.
              permit.set(session.issuePermit());
            }
            session.arm(permit.get());
            return session.isArmed() && mode.get() == BoardCommand.Mode.DUTY;
          });
      Pose pose = new Pose();
      waitFor("poses", () -> session.poses().poll(pose));
      assertThat(pose.zMetres).isBetween(0.0, 0.4);
      RobotState state = new RobotState();
      session.robot().read(state);
      MotorCommand command = new MotorCommand();
      command.mode = MotorCommand.Mode.DAMPING;
      session.robot().write(command);
      session.note("seen");
      session.disarm();
      assertThat(session.isArmed()).as("armed right after disarming").isFalse();
      waitFor("motors off", () -> mode.get() == BoardCommand.Mode.OFF);
      assertThat(session.isArmed()).isFalse();
    }
    List<RobotIoRecord.Kind> kinds = new ArrayList<>();
    try (RobotIoLogReader reader = new RobotIoLogReader(log)) {
      RobotIoRecord record = new RobotIoRecord();
      while (reader.next(record)) {
        kinds.add(record.kind);
      }
    }
    assertThat(kinds)
        .containsExactly(
            RobotIoRecord.Kind.STATE, RobotIoRecord.Kind.COMMAND, RobotIoRecord.Kind.NOTE);
  }

  /** After kill -9, no host is left that could disable the motors. */
  @Test
  void watchdogDisablesGhostBoardAfterHostIsKilled() throws Exception {
    try (EmulatedLab lab = lab(Board.GHOST)) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "minitaur.controller.robot.ArmedHostProcess"));
      command.addAll(settings(lab, "ghost"));
      Process host =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        waitFor(
            "position commands", () -> mode.get() == BoardCommand.Mode.POSITION || !host.isAlive());
        assertThat(host.isAlive()).isTrue();
      } finally {
        host.destroyForcibly();
      }
      host.waitFor();
      waitFor("motors off after the host was killed", () -> mode.get() == BoardCommand.Mode.OFF);
    }
  }

  @Test
  void closesRobotIfLogCannotBeCreated() throws Exception {
    Path log = Files.createFile(directory.resolve("robot-io.log"));
    try (EmulatedLab lab = lab(Board.MINITAUR_LINK)) {
      ControllerConfig config = config(lab, "minitaur-link");
      Set<Thread> before = positionLoops();
      assertThatThrownBy(
              () -> RobotSessionFactory.open(config.hardware(), config.task(), 0, true, log))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(positionLoops()).isEqualTo(before);
    }
  }

  private static Set<Thread> positionLoops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SerialRobot.THREAD_NAME))
        .collect(Collectors.toSet());
  }

  @Test
  void rejectsRobotWithoutMotionCapture() {
    ControllerConfig config =
        read(
            List.of(
                "robot.hal=serial",
                "run.mode=asynchronous",
                "robot.port=/dev/ttyNone",
                "mocap.source=none"));
    assertThatThrownBy(
            () -> RobotSessionFactory.open(config.hardware(), config.task(), 0, true, null))
        .isInstanceOf(RobotException.class)
        .hasMessageContaining("no reward")
        .hasMessageContaining("mocap.source");
  }

  @Test
  void rejectsBoardWithoutImu() {
    ControllerConfig config =
        read(
            List.of(
                "robot.hal=serial",
                "run.mode=asynchronous",
                "robot.board=moteus",
                "robot.port=/dev/ttyNone",
                "mocap.source=vrpn",
                "mocap.host=127.0.0.1",
                "mocap.body=Minitaur"));
    assertThatThrownBy(
            () -> RobotSessionFactory.open(config.hardware(), config.task(), 0, true, null))
        .isInstanceOf(RobotException.class)
        .hasMessageContaining("moteus has no IMU");
  }

  private EmulatedLab lab(Board board) throws IOException {
    try {
      return new EmulatedLab(
          board,
          SimulationProfile.nominal(),
          0.5,
          emulatedBoard -> mode.set(emulatedBoard.mode()),
          clock);
    } catch (IOException e) {
      return abort("pseudo-terminals are not supported: " + e.getMessage());
    }
  }

  private static ControllerConfig config(EmulatedLab lab, String board) {
    return read(settings(lab, board));
  }

  private static List<String> settings(EmulatedLab lab, String board) {
    return List.of(
        "robot.hal=serial",
        "run.mode=asynchronous",
        "robot.port=" + lab.port(),
        "robot.board=" + board,
        "robot.allowUncalibrated=true",
        "mocap.source=vrpn",
        "mocap.host=127.0.0.1",
        "mocap.port=" + lab.mocapPort(),
        "mocap.body=" + EmulatedLab.BODY);
  }

  private static ControllerConfig read(List<String> settings) {
    return ControllerConfig.read(
        settings.stream().map(setting -> ConfigOverride.parse("test", setting)).toList());
  }

  private void waitFor(String description, BooleanSupplier condition) {
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos()).as(description).isLessThan(deadline);
      clock.waitUntil(clock.nanos() + 5_000_000);
    }
  }
}
