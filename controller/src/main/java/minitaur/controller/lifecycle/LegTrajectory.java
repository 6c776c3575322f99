package minitaur.controller.lifecycle;

import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;

/**
 * A scripted motion of all four legs: from wherever they are through postures, each reached softly
 * in its time. Allocates nothing but at its beginning.
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
   * All legs alike.
   *
   * @param extensionRad of each leg
   * @param seconds the way there takes
   * @param holdSeconds the legs stay there
   */
  record Posture(double extensionRad, double seconds, double holdSeconds) {}

  LegTrajectory(List<Posture> postures, double kp, double kd) {
    this.postures = List.copyOf(postures);
    this.kp = kp;
    this.kd = kd;
  }

  /**
   * Begins where the legs are.
   *
   * @param state Not modified.
   */
  void begin(RobotState state, long now) {
    System.arraycopy(state.motorAngleRad, 0, from, 0, Motor.COUNT);
    next = 0;
    sinceNanos = now;
  }

  /**
   * Says what the motors shall do now; after the end, to stay.
   *
   * @param command Modified.
   * @return whether the motion goes on
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

  /** Maximum distance of a motor angle from a posture, rad; NaN when one is unknown. */
  static double distance(RobotState state, double extensionRad) {
    double max = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      max = Math.max(max, Math.abs(state.motorAngleRad[motor] - extensionRad));
    }
    return max;
  }
}
