package minitaur.sim.board;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.motor.PdController;
import minitaur.hal.random.RandomStream;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.sim.KinematicMotion;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.device.MotorModel;

/**
 * Emulated motor board connected to a simulated robot. Time advances only in {@link #advanceTo}, in
 * steps of 1 ms. In each step the board processes received bytes, drives the motors and sends
 * sensor states. When the command timeout expires, it damps the motors and later disables torque.
 * Not thread-safe.
 */
public final class EmulatedBoard {
  private static final long STEP_NANOS = 1_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Time from the watchdog timeout, during which the board damps, until it disables torque. */
  private static final long DAMPING_NANOS = 500_000_000;

  private static final double DAMPING_KD = 0.015;

  private static final double LEG_MOVE_SECONDS = 0.5;

  private final SimulatedRobot robot;
  private final BoardProtocol protocol;
  private final SerialLink link;
  private final RandomStream bootIds;
  private final byte[] rxBuffer = new byte[4096];
  private final byte[] txBuffer = new byte[BoardProtocol.MAX_STATE_BYTES];
  private final BoardCommand received = new BoardCommand();
  private final BoardCommand active = new BoardCommand();
  private final BoardSample sample = new BoardSample();
  private final RobotState state = new RobotState();
  private final MotorCommand pdCommand = new MotorCommand();
  private final MotorCommand robotCommand = new MotorCommand();
  private final double[] frozenAngle = new double[Motor.COUNT];

  private long robotOffsetNanos;
  private long bootNanos;
  private int bootId;
  private long commandNanos;
  private long nextStateNanos;
  private boolean watchdogTripped;
  private boolean txDisabled;
  private boolean imuDisabled;
  private long imuFrozenNanos;
  private boolean encodersDisabled;
  private long encodersFrozenNanos;
  private int frozenEncoders;
  private int randomEncoders;
  private final double[] encoderOffsetRad = new double[Motor.COUNT];
  private boolean rxDisabled;

  /**
   * @param robot the simulated robot, without simulated latencies; see {@link #withoutLatency}
   * @param link the board's end
   * @param seed seed of the boot ids
   */
  public EmulatedBoard(SimulatedRobot robot, BoardProtocol protocol, SerialLink link, long seed) {
    this.robot = robot;
    this.protocol = protocol;
    this.link = link;
    bootIds = RandomStream.of(seed, "board.boot");
    reboot();
  }

  /** Returns the profile without simulated latencies: here line, board and host cause real ones. */
  public static SimulationProfile withoutLatency(SimulationProfile profile) {
    // The position loop runs on the host, or on the board with its latest sample.
    return profile.with(
        profile.name() + " without latency",
        SimulationProfile.Latency.NONE,
        profile.body(),
        profile.drives().withPositionLatency(0));
  }

  /** Advances to {@code timeNanos} of the board's time. */
  public void advanceTo(long timeNanos) {
    while (timeNanos() < timeNanos) {
      receive();
      checkWatchdog();
      driveMotors();
      robot.advanceTo(robot.timeNanos() + STEP_NANOS);
      sendState();
    }
  }

  /** Board time. It differs from the robot's time by skipped time and by the duration of resets. */
  public long timeNanos() {
    return robot.timeNanos() - robotOffsetNanos;
  }

  /**
   * Resets the robot to the start pose of an episode. This takes no board time, so the host sees no
   * gap in the states.
   */
  public void resetToStart() {
    long before = robot.timeNanos();
    robot.reset();
    robotOffsetNanos += robot.timeNanos() - before;
    robot.read(state);
  }

  /**
   * Moves the trunk to the start pose of an episode in no board time and holds it there while the
   * legs move to their start angles within 0.5 s. The legs do not jump, because the host would
   * treat a jump of an encoder as a fault.
   */
  public void moveToStart() {
    long before = robot.timeNanos();
    double[] legs = robot.groundTruth().motorAngle.clone();
    robot.reset();
    long start = robot.timeNanos() + SimulatedRobot.RESET_HOLD_NANOS;
    robot.startMotion(KinematicMotion.ofLegs(legs, robot.groundTruth(), start, LEG_MOVE_SECONDS));
    robot.advanceTo(start);
    robotOffsetNanos += robot.timeNanos() - before;
    robot.read(state);
  }

  /**
   * Advances the board clock while the simulation is frozen. Used when the machine is too busy to
   * simulate in real time, so that the board clock does not fall behind, as a real board's would
   * not.
   */
  public void skip(long nanos) {
    robotOffsetNanos -= nanos;
  }

  /**
   * Motion capture of the robot, stamped in board time. Poll it after each advance. Poses captured
   * during a reset are dropped, because a reset takes no board time.
   */
  public PoseSource poses() {
    PoseSource poses = robot.poses();
    return new PoseSource() {
      private long newestNanos = Long.MIN_VALUE;

      @Override
      public boolean poll(Pose pose) {
        while (poses.poll(pose)) {
          pose.timeNanos -= robotOffsetNanos;
          if (pose.timeNanos > newestNanos) {
            newestNanos = pose.timeNanos;
            return true;
          }
        }
        return false;
      }

      @Override
      public void close() {
        poses.close();
      }
    };
  }

  /** Sets whether the board stops sending. It still receives. */
  public void setTxDisabled(boolean isDisabled) {
    this.txDisabled = isDisabled;
  }

  /** Sets whether the IMU stops delivering samples. */
  public void setImuDisabled(boolean isDisabled) {
    imuDisabled = isDisabled;
    imuFrozenNanos = state.imuTimeNanos - robotOffsetNanos;
  }

  /**
   * Sets whether all encoders stop delivering samples. minitaur-link then soon reports no time of
   * the encoders at all.
   */
  public void setEncodersDisabled(boolean isDisabled) {
    encodersDisabled = isDisabled;
    encodersFrozenNanos = state.encoderTimeNanos - robotOffsetNanos;
  }

  /** Freezes an encoder at its current value. */
  public void freezeEncoder(Motor motor) {
    frozenEncoders |= 1 << motor.ordinal();
    frozenAngle[motor.ordinal()] = state.motorAngleRad[motor.ordinal()];
  }

  /** Makes an encoder report random, implausible values. */
  public void randomizeEncoder(Motor motor) {
    randomEncoders |= 1 << motor.ordinal();
  }

  /** Shifts the reported angle of an encoder by {@code rad}. */
  public void offsetEncoder(Motor motor, double rad) {
    encoderOffsetRad[motor.ordinal()] = rad;
  }

  /** Sets whether the board ignores all received bytes. */
  public void setRxDisabled(boolean isDisabled) {
    rxDisabled = isDisabled;
  }

  /** Clears all encoder and IMU faults. */
  public void clearFaults() {
    Arrays.fill(encoderOffsetRad, 0);
    frozenEncoders = 0;
    randomEncoders = 0;
    encodersDisabled = false;
    imuDisabled = false;
  }

  /** Whether torque is enabled. */
  public boolean isTorqueEnabled() {
    return active.mode != BoardCommand.Mode.OFF;
  }

  /** Time since the last accepted command. */
  public long commandAgeNanos() {
    return timeNanos() - commandNanos;
  }

  /** Current drive mode. */
  public BoardCommand.Mode mode() {
    return active.mode;
  }

  /** Current position gain, duty per radian; meaningful in mode POSITION. */
  public double positionGain() {
    return active.kp;
  }

  /** Bit mask: bit m is set when torque of motor m is disabled while the others are driven. */
  public int disabledMotors() {
    return active.disabledMotors;
  }

  /** The robot behind the board. */
  public SimulatedRobot robot() {
    return robot;
  }

  /** Boots the board, as after a crash or a power failure. */
  public void reboot() {
    bootNanos = timeNanos();
    int previous = bootId;
    do {
      bootId = 1 + bootIds.nextInt(0xffff);
    } while (bootId == previous);
    nextStateNanos = bootNanos;
    active.mode = BoardCommand.Mode.OFF;
    active.disabledMotors = 0;
    watchdogTripped = false;
    protocol.reset();
    robot.read(state);
  }

  private void receive() {
    int count;
    try {
      count = link.read(rxBuffer);
    } catch (SerialLinkException e) {
      // The host's end is closed; the watchdog handles the silence.
      return;
    }
    for (int i = 0; i < count && !rxDisabled; i++) {
      if (protocol.accept(rxBuffer[i], received) && matchesBootId(received)) {
        applyCommand();
      }
    }
  }

  private boolean matchesBootId(BoardCommand command) {
    if (!protocol.usesBootIds()) {
      return true;
    }
    return command.bootId == 0 ? command.mode == BoardCommand.Mode.OFF : command.bootId == bootId;
  }

  private void applyCommand() {
    commandNanos = timeNanos();
    watchdogTripped = false;
    active.mode = received.mode;
    active.kp = received.kp;
    active.kd = received.kd;
    active.disabledMotors = received.disabledMotors;
    active.watchdogMillis =
        received.watchdogMillis > 0 ? received.watchdogMillis : protocol.defaultWatchdogMillis();
    System.arraycopy(received.value, 0, active.value, 0, Motor.COUNT);
  }

  private void checkWatchdog() {
    if (active.mode == BoardCommand.Mode.OFF || active.watchdogMillis == 0) {
      return;
    }
    long overdueNanos = timeNanos() - commandNanos - active.watchdogMillis * NANOS_PER_MILLI;
    if (overdueNanos >= 0) {
      watchdogTripped = true;
      active.kd = DAMPING_KD;
      active.mode =
          overdueNanos >= DAMPING_NANOS ? BoardCommand.Mode.OFF : BoardCommand.Mode.DAMPING;
    }
  }

  /**
   * Writes the active command to the robot as a position command, because the simulated robot has
   * no duty or torque mode. Without latency, kp = 1 and a target of encoder angle plus duty produce
   * exactly that duty.
   */
  private void driveMotors() {
    if (active.mode == BoardCommand.Mode.OFF) {
      robotCommand.mode = MotorCommand.Mode.OFF;
      robot.write(robotCommand);
      return;
    }
    robotCommand.mode = MotorCommand.Mode.POSITION;
    robotCommand.kp = 1;
    robotCommand.kd = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      robotCommand.targetAngleRad[motor] = state.motorAngleRad[motor] + duty(motor);
    }
    robot.write(robotCommand);
  }

  private double duty(int motor) {
    double velocity = state.motorVelocityRadPerSec[motor];
    double backEmf = MotorModel.BACK_EMF * velocity;
    if ((active.disabledMotors & (1 << motor)) != 0) {
      return backEmf / state.batteryVoltage;
    }
    return switch (active.mode) {
      case OFF -> 0;
      case DUTY -> Math.min(Math.max(active.value[motor], -1), 1);
      case TORQUE ->
          (active.value[motor] / MotorModel.BACK_EMF * MotorModel.RESISTANCE + backEmf)
              / state.batteryVoltage;
      case DAMPING, POSITION -> {
        pdCommand.mode =
            active.mode == BoardCommand.Mode.POSITION
                ? MotorCommand.Mode.POSITION
                : MotorCommand.Mode.DAMPING;
        pdCommand.kp = active.kp;
        pdCommand.kd = active.kd;
        pdCommand.targetAngleRad[motor] = active.value[motor];
        yield PdController.duty(pdCommand, motor, state.motorAngleRad[motor], velocity);
      }
    };
  }

  private void sendState() {
    robot.read(state);
    boolean isScheduled = protocol.statePeriodNanos() == 0 || timeNanos() >= nextStateNanos;
    if (txDisabled || !isScheduled) {
      return;
    }
    nextStateNanos = timeNanos() + protocol.statePeriodNanos();
    fillSample();
    int length = protocol.encode(sample, txBuffer);
    if (length == 0) {
      return;
    }
    try {
      link.write(txBuffer, length);
    } catch (SerialLinkException e) {
      // The port is closed; this state is superseded by the next.
    }
  }

  private void fillSample() {
    sample.values.setUncalibrated(state);
    sample.boardTimeNanos = timeNanos() - bootNanos;
    sample.values.encoderTimeNanos =
        (encodersDisabled ? encodersFrozenNanos : state.encoderTimeNanos - robotOffsetNanos)
            - bootNanos;
    sample.values.imuTimeNanos =
        (imuDisabled ? imuFrozenNanos : state.imuTimeNanos - robotOffsetNanos) - bootNanos;
    sample.bootId = bootId;
    sample.commandSequence = protocol.commandSequence();
    sample.driving = isTorqueEnabled();
    sample.watchdogTripped = watchdogTripped;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sample.values.encoderAngleRad[motor] += encoderOffsetRad[motor];
      if ((frozenEncoders & (1 << motor)) != 0) {
        sample.values.encoderAngleRad[motor] = frozenAngle[motor];
      }
      if ((randomEncoders & (1 << motor)) != 0) {
        sample.values.encoderAngleRad[motor] = bootIds.nextUniform(-50, 50);
      }
    }
    Arrays.fill(sample.values.encoderVelocityRadPerSec, Double.NaN);
  }
}
