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
import minitaur.sim.GuidedMotion;
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

  /** Longer than any sensor delay. */
  private static final long GRASP_NANOS = 100_000_000;

  private static final double LEGS_SECONDS = 0.5;

  private final SimulatedRobot robot;
  private final BoardProtocol protocol;
  private final SerialLink link;
  private final RandomStream bootIds;
  private final byte[] arrived = new byte[4096];
  private final byte[] outgoing = new byte[BoardProtocol.LONGEST_STATE];
  private final BoardCommand received = new BoardCommand();
  private final BoardCommand active = new BoardCommand();
  private final BoardSample sample = new BoardSample();
  private final RobotState state = new RobotState();
  private final MotorCommand law = new MotorCommand();
  private final MotorCommand drive = new MotorCommand();
  private final double[] frozenAngle = new double[Motor.COUNT];

  private long robotAheadNanos;
  private long bootNanos;
  private int bootId;
  private long commandNanos;
  private long nextStateNanos;
  private boolean tripped;
  private boolean silent;
  private boolean inertialSilent;
  private long inertialFrozenNanos;
  private int stuckEncoders;
  private int absurdEncoders;
  private final double[] encoderShiftRad = new double[Motor.COUNT];
  private boolean deaf;

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
    boot();
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
      watch();
      turnMotors();
      robot.advanceTo(robot.timeNanos() + STEP_NANOS);
      tell();
    }
  }

  /** Board time. It differs from the robot's time by skipped time and by the duration of resets. */
  public long timeNanos() {
    return robot.timeNanos() - robotAheadNanos;
  }

  /**
   * Resets the robot to the start pose of an episode. This takes no board time, so the host sees no
   * gap in the states.
   */
  public void placeAtStart() {
    long before = robot.timeNanos();
    robot.reset();
    robotAheadNanos += robot.timeNanos() - before;
    robot.read(state);
  }

  /**
   * Moves the trunk to the start pose of an episode in no board time and holds it there while the
   * legs move to their start angles within 0.5 s. The legs do not jump, because the host would
   * treat a jump of an encoder as a fault.
   */
  public void leadToStart() {
    long before = robot.timeNanos();
    double[] legs = robot.truth().motorAngle.clone();
    robot.reset();
    long start = robot.timeNanos() + GRASP_NANOS;
    robot.grasp(GuidedMotion.ofLegs(legs, robot.truth(), start, LEGS_SECONDS));
    robot.advanceTo(start);
    robotAheadNanos += robot.timeNanos() - before;
    robot.read(state);
  }

  /**
   * Advances the board clock while the simulation is frozen. Used when the machine is too busy to
   * simulate in real time, so that the board clock does not fall behind, as a real board's would
   * not.
   */
  public void skip(long nanos) {
    robotAheadNanos -= nanos;
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
          pose.timeNanos -= robotAheadNanos;
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

  /** Reboots the board, as after a crash or a power failure. */
  public void reboot() {
    boot();
  }

  /** Sets whether the board stops sending. It still receives. */
  public void setSilent(boolean silent) {
    this.silent = silent;
  }

  /** Sets whether the IMU stops delivering samples. */
  public void setInertialSilent(boolean isSilent) {
    inertialSilent = isSilent;
    inertialFrozenNanos = state.imuTimeNanos - robotAheadNanos;
  }

  /** Freezes an encoder at its current value. */
  public void stickEncoder(Motor motor) {
    stuckEncoders |= 1 << motor.ordinal();
    frozenAngle[motor.ordinal()] = state.motorAngleRad[motor.ordinal()];
  }

  /** Makes an encoder report random, implausible values. */
  public void confuseEncoder(Motor motor) {
    absurdEncoders |= 1 << motor.ordinal();
  }

  /** Shifts the reported angle of an encoder by {@code rad}. */
  public void shiftEncoder(Motor motor, double rad) {
    encoderShiftRad[motor.ordinal()] = rad;
  }

  /** Sets whether the board ignores all received bytes. */
  public void setDeaf(boolean isDeaf) {
    deaf = isDeaf;
  }

  /** Clears all encoder and IMU faults. */
  public void clearFaults() {
    Arrays.fill(encoderShiftRad, 0);
    stuckEncoders = 0;
    absurdEncoders = 0;
    inertialSilent = false;
  }

  /** Whether torque is enabled. */
  public boolean isDriving() {
    return active.mode != BoardCommand.Mode.OFF;
  }

  /** Time since the last accepted command. */
  public long silenceNanos() {
    return timeNanos() - commandNanos;
  }

  /** Current drive mode. */
  public BoardCommand.Mode mode() {
    return active.mode;
  }

  /** Bit mask: bit m is set when torque of motor m is disabled while the others are driven. */
  public int offMotors() {
    return active.offMotors;
  }

  /** The robot behind the board. */
  public SimulatedRobot robot() {
    return robot;
  }

  private void boot() {
    bootNanos = timeNanos();
    int previous = bootId;
    do {
      bootId = 1 + bootIds.nextInt(0xffff);
    } while (bootId == previous);
    nextStateNanos = bootNanos;
    active.mode = BoardCommand.Mode.OFF;
    active.offMotors = 0;
    tripped = false;
    protocol.restart();
    robot.read(state);
  }

  private void receive() {
    int count;
    try {
      count = link.read(arrived);
    } catch (SerialLinkException e) {
      // The host's end is closed; the watchdog handles the silence.
      return;
    }
    for (int i = 0; i < count && !deaf; i++) {
      if (protocol.accept(arrived[i], received) && isForThisStart(received)) {
        obey();
      }
    }
  }

  private boolean isForThisStart(BoardCommand command) {
    if (!protocol.knowsStarts()) {
      return true;
    }
    return command.bootId == 0 ? command.mode == BoardCommand.Mode.OFF : command.bootId == bootId;
  }

  private void obey() {
    commandNanos = timeNanos();
    tripped = false;
    active.mode = received.mode;
    active.kp = received.kp;
    active.kd = received.kd;
    active.offMotors = received.offMotors;
    active.watchdogMillis =
        received.watchdogMillis > 0 ? received.watchdogMillis : protocol.usualWatchdogMillis();
    System.arraycopy(received.value, 0, active.value, 0, Motor.COUNT);
  }

  private void watch() {
    if (active.mode == BoardCommand.Mode.OFF || active.watchdogMillis == 0) {
      return;
    }
    long late = timeNanos() - commandNanos - active.watchdogMillis * NANOS_PER_MILLI;
    if (late >= 0) {
      tripped = true;
      active.kd = DAMPING_KD;
      active.mode = late >= DAMPING_NANOS ? BoardCommand.Mode.OFF : BoardCommand.Mode.DAMPING;
    }
  }

  /**
   * Writes the active command to the robot as a position command, because the simulated robot has
   * no duty or torque mode. Without latency, kp = 1 and a target of encoder angle plus duty produce
   * exactly that duty.
   */
  private void turnMotors() {
    if (active.mode == BoardCommand.Mode.OFF) {
      drive.mode = MotorCommand.Mode.OFF;
      robot.write(drive);
      return;
    }
    drive.mode = MotorCommand.Mode.POSITION;
    drive.kp = 1;
    drive.kd = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      drive.targetAngleRad[motor] = state.motorAngleRad[motor] + duty(motor);
    }
    robot.write(drive);
  }

  private double duty(int motor) {
    double velocity = state.motorVelocityRadPerSec[motor];
    double backEmf = MotorModel.BACK_EMF * velocity;
    if ((active.offMotors & (1 << motor)) != 0) {
      return backEmf / state.batteryVoltage;
    }
    return switch (active.mode) {
      case OFF -> 0;
      case DUTY -> Math.min(Math.max(active.value[motor], -1), 1);
      case TORQUE ->
          (active.value[motor] / MotorModel.BACK_EMF * MotorModel.RESISTANCE + backEmf)
              / state.batteryVoltage;
      case DAMPING, POSITION -> {
        law.mode =
            active.mode == BoardCommand.Mode.POSITION
                ? MotorCommand.Mode.POSITION
                : MotorCommand.Mode.DAMPING;
        law.kp = active.kp;
        law.kd = active.kd;
        law.targetAngleRad[motor] = active.value[motor];
        yield PdController.duty(law, motor, state.motorAngleRad[motor], velocity);
      }
    };
  }

  private void tell() {
    robot.read(state);
    boolean isDue = protocol.statePeriodNanos() == 0 || timeNanos() >= nextStateNanos;
    if (silent || !isDue) {
      return;
    }
    nextStateNanos = timeNanos() + protocol.statePeriodNanos();
    fillSample();
    int length = protocol.encode(sample, outgoing);
    if (length == 0) {
      return;
    }
    try {
      link.write(outgoing, length);
    } catch (SerialLinkException e) {
      // The port is closed; this state is superseded by the next.
      return;
    }
  }

  private void fillSample() {
    sample.values.setUncalibrated(state);
    sample.boardTimeNanos = timeNanos() - bootNanos;
    sample.values.encoderTimeNanos = state.encoderTimeNanos - robotAheadNanos - bootNanos;
    sample.values.imuTimeNanos =
        (inertialSilent ? inertialFrozenNanos : state.imuTimeNanos - robotAheadNanos) - bootNanos;
    sample.bootId = bootId;
    sample.commandSequence = protocol.commandSequence();
    sample.driving = isDriving();
    sample.watchdogTripped = tripped;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sample.values.encoderAngleRad[motor] += encoderShiftRad[motor];
      if ((stuckEncoders & (1 << motor)) != 0) {
        sample.values.encoderAngleRad[motor] = frozenAngle[motor];
      }
      if ((absurdEncoders & (1 << motor)) != 0) {
        sample.values.encoderAngleRad[motor] = bootIds.nextUniform(-50, 50);
      }
    }
    Arrays.fill(sample.values.encoderVelocityRadPerSec, Double.NaN);
  }
}
