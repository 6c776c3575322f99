package minitaur.hal.serial;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;

/**
 * What the motors may do now: off until the operator arms the robot, a soft start to standing, then
 * the commands, and a soft stop when they stay away. A lost link ends everything at once; only the
 * operator begins again. The phase and the reason for it may be read by any thread.
 */
final class ArmSequence {
  private final SerialRobotSettings settings;
  private final double[] startAngle = new double[Motor.COUNT];
  private final double[] standing = new double[Motor.COUNT];

  private volatile ArmPhase phase = ArmPhase.UNCONNECTED;
  private volatile String reason = "no frame has come yet";
  private long sinceNanos;

  ArmSequence(SerialRobotSettings settings) {
    this.settings = settings;
    double extension = settings.standingExtensionRad();
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      standing[leg.rear().ordinal()] = FiveBarLeg.rear(0, extension);
      standing[leg.front().ordinal()] = FiveBarLeg.front(0, extension);
    }
  }

  ArmPhase phase() {
    return phase;
  }

  String reason() {
    return reason;
  }

  /** The link is there: the motors are off until the operator wants otherwise. */
  void linkFound() {
    if (phase == ArmPhase.UNCONNECTED) {
      phase = ArmPhase.IDLE;
      reason = "connected; not armed";
    }
  }

  /** The link is lost: everything ends. */
  void linkLost(String why) {
    if (phase != ArmPhase.UNCONNECTED) {
      phase = ArmPhase.UNCONNECTED;
      reason = why;
    }
  }

  /** The motors go off at once. */
  void cut(String why) {
    if (phase.isDriving()) {
      phase = ArmPhase.IDLE;
      reason = why;
    }
  }

  /** The operator wants the robot to move: the soft start begins where the legs are. */
  void arm(RobotState state, long now) {
    if (phase != ArmPhase.IDLE) {
      return;
    }
    System.arraycopy(state.motorAngleRad, 0, startAngle, 0, Motor.COUNT);
    enter(ArmPhase.STARTING, "armed by the operator", now);
  }

  /** The operator's wish to arm is refused. */
  void refuse(String why) {
    reason = why;
  }

  /** The robot is to damp and then be off. */
  void stop(String why, long now) {
    if (phase.isDriving() && phase != ArmPhase.STOPPING) {
      enter(ArmPhase.STOPPING, why, now);
    }
  }

  /**
   * Says what the motors shall do now.
   *
   * @param newest command and its time. Not modified.
   * @param out Modified.
   */
  void step(long now, TimedCommand newest, MotorCommand out) {
    double seconds = (now - sinceNanos) * 1e-9;
    if (phase == ArmPhase.STARTING && seconds >= settings.softStartSeconds()) {
      enter(ArmPhase.STANDING, "standing; waits for the first command", now);
    }
    if (phase == ArmPhase.STANDING && newest.timeNanos >= sinceNanos) {
      enter(ArmPhase.FOLLOWING, "follows commands", now);
    }
    if (phase == ArmPhase.FOLLOWING && now - newest.timeNanos > settings.commandTimeoutNanos()) {
      if (newest.command.mode == MotorCommand.Mode.OFF) {
        cut("switched off by the controller");
      } else {
        enter(ArmPhase.STOPPING, "no fresh command in time", now);
      }
    }
    if (phase == ArmPhase.STOPPING && now - sinceNanos > dampingNanos()) {
      phase = ArmPhase.IDLE;
    }
    switch (phase) {
      case UNCONNECTED, IDLE -> out.mode = MotorCommand.Mode.OFF;
      case STOPPING -> damp(out);
      case STARTING -> lead((now - sinceNanos) * 1e-9 / settings.softStartSeconds(), out);
      case STANDING -> lead(1, out);
      case FOLLOWING -> out.set(newest.command);
    }
  }

  /** The soft start at {@code part} of its time. */
  private void lead(double part, MotorCommand out) {
    double way = part * part * (3 - 2 * part);
    out.mode = MotorCommand.Mode.POSITION;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      out.targetAngleRad[motor] = startAngle[motor] + way * (standing[motor] - startAngle[motor]);
    }
    // Full gains halfway, so that the second half goes where it is told even under load.
    out.kp = settings.kp() * Math.min(1, 2 * part);
    out.kd = settings.kd();
  }

  private void damp(MotorCommand out) {
    out.mode = MotorCommand.Mode.DAMPING;
    out.kp = 0;
    out.kd = settings.kd();
  }

  private void enter(ArmPhase next, String why, long now) {
    reason = why;
    phase = next;
    sinceNanos = now;
  }

  private long dampingNanos() {
    return (long) (settings.dampingSeconds() * 1e9);
  }
}
