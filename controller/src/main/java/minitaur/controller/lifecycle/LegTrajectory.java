package minitaur.controller.lifecycle;

import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;

/**
 * Scripted motion of all four legs from their current position through a list of postures, each
 * reached smoothly in a given time. Allocates only at construction.
 */
final class LegTrajectory {
  private static final double SECONDS = 1e-9;

  private final List<Posture> postures;
  private final double kp;
  private final double kd;
  private final double[] from = new double[Motor.COUNT];
  private int next;
  private long sinceNanos;

  /**
   * A posture with all legs in the same position.
   *
   * @param extensionRad extension of each leg
   * @param seconds duration of the motion to the posture
   * @param holdSeconds duration of the hold in the posture
   */
  record Posture(double extensionRad, double seconds, double holdSeconds) {}

  LegTrajectory(List<Posture> postures, double kp, double kd) {
    this.postures = List.copyOf(postures);
    this.kp = kp;
    this.kd = kd;
  }

  /**
   * Starts the motion at the current leg positions.
   *
   * @param state Not modified.
   */
  void begin(RobotState state, long now) {
    System.arraycopy(state.motorAngleRad, 0, from, 0, Motor.COUNT);
    next = 0;
    sinceNanos = now;
  }

  /**
   * Computes the motor command for the current time; after the end, the last posture is held.
   *
   * @param command Modified.
   * @return whether the motion is in progress
   */
  boolean step(long now, MotorCommand command) {
    Posture posture = postures.get(next);
    double seconds = (now - sinceNanos) * SECONDS;
    if (seconds >= posture.seconds() + posture.holdSeconds() && next + 1 < postures.size()) {
      fill(posture, 1, from);
      next++;
      sinceNanos = now;
      posture = postures.get(next);
      seconds = 0;
    }
    double part = Math.min(1, seconds / posture.seconds());
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = kp * (next == 0 ? Math.min(1, 2 * part) : 1);
    command.kd = kd;
    fill(posture, part * part * (3 - 2 * part), command.targetAngleRad);
    return seconds < posture.seconds() + posture.holdSeconds();
  }

  private void fill(Posture posture, double way, double[] angles) {
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      fill(leg.rear(), FiveBarLeg.rear(0, posture.extensionRad()), way, angles);
      fill(leg.front(), FiveBarLeg.front(0, posture.extensionRad()), way, angles);
    }
  }

  private void fill(Motor motor, double to, double way, double[] angles) {
    int index = motor.ordinal();
    angles[index] = from[index] + way * (to - from[index]);
  }

  /** Max deviation of a motor angle from a posture, rad; NaN when an angle is unknown. */
  static double distance(RobotState state, double extensionRad) {
    double max = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      max = Math.max(max, Math.abs(state.motorAngleRad[motor] - extensionRad));
    }
    return max;
  }
}
