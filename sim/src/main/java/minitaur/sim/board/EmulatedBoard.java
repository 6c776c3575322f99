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
 * A board with a simulated robot's motors and sensors on it. Time passes only in {@link
 * #advanceTo}, a millisecond at a time; in each the board takes what the host sent, drives the
 * motors, and says what its sensors see. When the host is silent it damps, then cuts. One thread.
 */
public final class EmulatedBoard {
  private static final long STEP_NANOS = 1_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How long the board damps after its watchdog has ended before it cuts the current. */
  private static final long DAMPING_NANOS = 500_000_000;

  private static final double DAMPING_KD = 0.015;

  /** Longer than any sensor's delay. */
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
   * @param robot with latencies that are the board's own, see {@link #withoutLatency}
   * @param link the board's end
   * @param seed of the boot ids
   */
  public EmulatedBoard(SimulatedRobot robot, BoardProtocol protocol, SerialLink link, long seed) {
    this.robot = robot;
    this.protocol = protocol;
    this.link = link;
    bootIds = RandomStream.of(seed, "board.boot");
    boot();
  }

  /** A profile whose delays are left to the line, the board and the host, which are real here. */
  public static SimulationProfile withoutLatency(SimulationProfile profile) {
    // The position law works where commands come from, or with the board's newest sample.
    return profile.with(
        profile.name() + " without latency",
        SimulationProfile.Latency.NONE,
        profile.body(),
        profile.drives().withPositionLatency(0));
  }

  /** Lets time pass up to {@code timeNanos} of the board's time. */
  public void advanceTo(long timeNanos) {
    while (timeNanos() < timeNanos) {
      receive();
      watch();
      turnMotors();
      robot.advanceTo(robot.timeNanos() + STEP_NANOS);
      tell();
    }
  }

  /** The board's time. The robot's differs from it by what was skipped and what placing took. */
  public long timeNanos() {
    return robot.timeNanos() - robotAheadNanos;
  }

  /**
   * The robot is put to where an episode starts, on its feet. That takes none of the board's time,
   * so that its host goes on hearing from it.
   */
  public void placeAtStart() {
    long before = robot.timeNanos();
    robot.reset();
    robotAheadNanos += robot.timeNanos() - before;
    robot.read(state);
  }

  /**
   * The trunk is put to where an episode starts, in none of the board's time, and held there while
   * the legs are led to their places within half a second: an encoder that jumps would be a fault
   * to the host.
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
   * The board's clock goes on and the robot stands still for so long: a processor that was too busy
   * to compute the robot must not make the board's clock go after real ones, as no board's does.
   */
  public void skip(long nanos) {
    robotAheadNanos -= nanos;
  }

  /**
   * The cameras that see the robot, in the board's time. Take from them after each advance. What
   * they saw while the robot was put in its place is left out, as that took no time.
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

  /** The board starts again, by itself or because its supply failed. */
  public void reboot() {
    boot();
  }

  /** Whether the board says nothing. It still listens. */
  public void setSilent(boolean silent) {
    this.silent = silent;
  }

  /** Whether the inertial unit has stopped giving samples. */
  public void setInertialSilent(boolean isSilent) {
    inertialSilent = isSilent;
    inertialFrozenNanos = state.imuTimeNanos - robotAheadNanos;
  }

  /** An encoder stays at what it says now. */
  public void stickEncoder(Motor motor) {
    stuckEncoders |= 1 << motor.ordinal();
    frozenAngle[motor.ordinal()] = state.motorAngleRad[motor.ordinal()];
  }

  /** An encoder says nonsense: another number far away each time. */
  public void confuseEncoder(Motor motor) {
    absurdEncoders |= 1 << motor.ordinal();
  }

  /** From now on an encoder reports an angle that is shifted by {@code rad}. */
  public void shiftEncoder(Motor motor, double rad) {
    encoderShiftRad[motor.ordinal()] = rad;
  }

  /** Whether the board ignores everything it receives. */
  public void setDeaf(boolean isDeaf) {
    deaf = isDeaf;
  }

  /** Every encoder and the IMU work again. */
  public void clearFaults() {
    Arrays.fill(encoderShiftRad, 0);
    stuckEncoders = 0;
    absurdEncoders = 0;
    inertialSilent = false;
  }

  /** Whether the motors carry current. */
  public boolean isDriving() {
    return active.mode != BoardCommand.Mode.OFF;
  }

  /** How long ago the newest command was obeyed. */
  public long silenceNanos() {
    return timeNanos() - commandNanos;
  }

  /** How the motors are driven. */
  public BoardCommand.Mode mode() {
    return active.mode;
  }

  /** Bit m set: motor m is without current while the others are driven. */
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
      // The host's end is gone; the watchdog does what is to be done.
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
   * The simulated robot knows only the position law. Without delay, a gain of 1 on a target that is
   * ahead of the encoder by the duty makes just that duty.
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
      // Nobody listens; the next state is newer anyway.
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
