package minitaur.sim.board;

import java.util.Arrays;
import minitaur.hal.ArmPermit;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.motor.MotorProtectionLimits;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.random.RandomStream;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/**
 * Test fixture: a host loop and an emulated board on an in-memory serial line, on one simulated
 * clock.
 */
final class TestBench {
  static final long MILLISECOND = 1_000_000;

  /** Offset of the host's clock from the board's. */
  private static final long HOST_CLOCK_OFFSET = 77_000_000_000L;

  final InMemorySerialLine line = new InMemorySerialLine();
  final FaultyLink faultyLink =
      new FaultyLink(line.board(), new LineFaults(0, 0, 0, 0, 0), RandomStream.of(9, "line"));
  final SimulatedRobot robot;
  final EmulatedBoard board;
  final BoardLoop loop;
  final RobotState state = new RobotState();
  final MotorCommand command = new MotorCommand();
  boolean sendsCommands;
  ArmPermit permit;
  private long now = HOST_CLOCK_OFFSET;

  TestBench() {
    this(new LinkBoardProtocol(), new MinitaurLinkCodec(), testSettings());
  }

  TestBench(BoardProtocol protocol, BoardCodec codec, SerialRobotSettings settings) {
    this(protocol, codec, RobotCalibration.identity(), settings);
  }

  TestBench(
      BoardProtocol protocol,
      BoardCodec codec,
      RobotCalibration calibration,
      SerialRobotSettings settings) {
    robot = new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1);
    board = new EmulatedBoard(robot, protocol, faultyLink, 1);
    loop = new BoardLoop(new SerialRobot.Connection(line, 0, codec, calibration, settings));
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2.0);
  }

  /** Settings that allow torque without a calibration. */
  static SerialRobotSettings testSettings() {
    return SerialRobotSettings.defaults().withUncalibratedAllowed();
  }

  /** The same settings with other protection limits. */
  static SerialRobotSettings testSettings(MotorProtectionLimits limits) {
    SerialRobotSettings settings = testSettings();
    return new SerialRobotSettings(
        settings.timing(),
        settings.stance(),
        settings.velocityMemorySeconds(),
        settings.allowUncalibrated(),
        settings.realTimeCore(),
        settings.guard(),
        limits);
  }

  /** Advances the time in steps of 1 ms; writes a command every 20 ms if enabled. */
  void run(int milliseconds) {
    for (int i = 0; i < milliseconds; i++) {
      tick();
    }
  }

  /** Advances the clock without running host or board. */
  void stall(int milliseconds) {
    now += milliseconds * MILLISECOND;
  }

  void tick() {
    now += MILLISECOND;
    board.advanceTo(now - HOST_CLOCK_OFFSET);
    if (sendsCommands && now / MILLISECOND % 20 == 0) {
      loop.write(command, now);
    }
    loop.tick(now);
    loop.read(state);
  }

  /** Connects, arms and runs until the robot follows commands. */
  void armAndFollow() {
    run(20);
    arm();
    sendsCommands = true;
    run(2100);
    if (phase() != ArmPhase.FOLLOWING) {
      throw new IllegalStateException("not following but " + loop.status());
    }
  }

  /** Issues a permit and arms the robot with it. */
  void arm() {
    permit = loop.issuePermit();
    loop.requestArm(permit);
  }

  ArmPhase phase() {
    return loop.status().phase();
  }

  double angle(Motor motor) {
    return robot.groundTruth().motorAngle[motor.ordinal()];
  }

  long nanos() {
    return now;
  }
}
