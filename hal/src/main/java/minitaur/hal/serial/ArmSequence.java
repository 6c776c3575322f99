package minitaur.hal.serial;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;

/**
 * State machine that controls torque: off until the operator arms the robot, then a soft start to
 * the standing pose, then commands, and damping when no commands arrive. A lost link ends motion
 * immediately. Only {@link #arm} leads from {@link ArmPhase#IDLE} to a phase that drives the
 * motors. Any thread may read the phase and its reason.
 */
final class ArmSequence {
  /**
   * Max time to stand without a command: ample for a controller that starts its first episode. One
   * that hangs cannot stop the robot either.
   */
  private static final long FIRST_COMMAND_NANOS = 2_000_000_000;

  private final SerialRobotSettings settings;
  private final double[] startAngle = new double[Motor.COUNT];
  private final double[] standingAngle = new double[Motor.COUNT];

  private volatile ArmPhase phase = ArmPhase.UNCONNECTED;
  private volatile String reason = "no frame received yet";
  private String lossReason = "";
  private long phaseStartNanos;

  ArmSequence(SerialRobotSettings settings) {
    this.settings = settings;
    double extension = settings.stance().extensionRad();
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      standingAngle[leg.rear().ordinal()] = FiveBarLeg.rearAngle(0, extension);
      standingAngle[leg.front().ordinal()] = FiveBarLeg.frontAngle(0, extension);
    }
  }

  ArmPhase phase() {
    return phase;
  }

  String reason() {
    return reason;
  }

  /** Reports that frames arrive. The motors stay off until the robot is armed. */
  void linkEstablished() {
    if (phase == ArmPhase.UNCONNECTED) {
      String previousLoss = lossReason;
      phase = ArmPhase.IDLE;
      reason =
          "connected; not armed"
              + (previousLoss.isEmpty() ? "" : " (before: " + previousLoss + ")");
    }
  }

  /** Reports that no frames arrive, which ends motion. */
  void linkLost(String cause) {
    phase = ArmPhase.UNCONNECTED;
    reason = cause;
    lossReason = cause;
  }

  /** Switches the motors off immediately. */
  void switchOff(String cause) {
    if (phase.isDriving()) {
      phase = ArmPhase.IDLE;
      reason = cause;
    }
  }

  /**
   * Begins the soft start at the current leg angles.
   *
   * @throws IllegalStateException unless the phase is {@link ArmPhase#IDLE}
   */
  void arm(RobotState state, long now) {
    if (phase != ArmPhase.IDLE) {
      throw new IllegalStateException("cannot be armed while " + phase);
    }
    System.arraycopy(state.motorAngleRad, 0, startAngle, 0, Motor.COUNT);
    enter(ArmPhase.STARTING, "armed by the operator", now);
  }

  /** Sets the reason why the motors stay off. */
  void setRejection(String cause) {
    reason = cause;
  }

  /**
   * Damps the motors, then switches them off; without damping if the newest command switches them
   * off.
   *
   * @param newest command and its time. Not modified.
   */
  void stop(String cause, TimedCommand newest, long now) {
    if (newest.command.mode == MotorCommand.Mode.OFF
        && (phase == ArmPhase.FOLLOWING || newest.timeNanos >= phaseStartNanos)) {
      switchOff(cause);
    } else if (phase.isCommanded()) {
      enter(ArmPhase.STOPPING, cause, now);
    }
  }

  /**
   * Computes the command at {@code now}.
   *
   * @param newest command and its time. Not modified.
   * @param out Modified.
   */
  void step(long now, TimedCommand newest, MotorCommand out) {
    double seconds = (now - phaseStartNanos) * 1e-9;
    if (phase == ArmPhase.STARTING && seconds >= settings.timing().softStartSeconds()) {
      enter(ArmPhase.STANDING, "standing; waiting for the first command", now);
    }
    if (phase == ArmPhase.STANDING && newest.timeNanos >= phaseStartNanos) {
      enter(ArmPhase.FOLLOWING, "following commands", now);
    } else if (phase == ArmPhase.STANDING && now - phaseStartNanos > FIRST_COMMAND_NANOS) {
      enter(ArmPhase.STOPPING, "no command after the soft start", now);
    }
    if (phase == ArmPhase.FOLLOWING && newest.command.mode == MotorCommand.Mode.OFF) {
      switchOff("switched off by the controller");
    } else if (phase == ArmPhase.FOLLOWING
        && now - newest.timeNanos > settings.timing().commandTimeoutNanos()) {
      enter(
          ArmPhase.STOPPING,
          "no new command for %d ms".formatted(settings.timing().commandTimeoutNanos() / 1_000_000),
          now);
    }
    if (phase == ArmPhase.STOPPING && now - phaseStartNanos > dampingNanos()) {
      phase = ArmPhase.IDLE;
    }
    switch (phase) {
      case UNCONNECTED, IDLE -> out.mode = MotorCommand.Mode.OFF;
      case STOPPING -> dampingCommand(out);
      case STARTING ->
          softStartCommand(
              (now - phaseStartNanos) * 1e-9 / settings.timing().softStartSeconds(), out);
      case STANDING -> softStartCommand(1, out);
      case FOLLOWING -> out.set(newest.command);
    }
  }

  /**
   * Computes the command of the soft start.
   *
   * @param progress fraction of its duration that has passed, 0 to 1
   */
  private void softStartCommand(double progress, MotorCommand out) {
    double blend = progress * progress * (3 - 2 * progress);
    out.mode = MotorCommand.Mode.POSITION;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      out.targetAngleRad[motor] =
          startAngle[motor] + blend * (standingAngle[motor] - startAngle[motor]);
    }
    // Full position gain from halfway on, so that the legs reach their targets under load.
    out.kp = settings.stance().kp() * Math.min(1, 2 * progress);
    out.kd = settings.stance().kd();
  }

  private void dampingCommand(MotorCommand out) {
    out.mode = MotorCommand.Mode.DAMPING;
    out.kp = 0;
    out.kd = settings.stance().kd();
  }

  private void enter(ArmPhase next, String cause, long now) {
    reason = cause;
    phase = next;
    phaseStartNanos = now;
  }

  private long dampingNanos() {
    return (long) (settings.timing().dampingSeconds() * 1e9);
  }
}
