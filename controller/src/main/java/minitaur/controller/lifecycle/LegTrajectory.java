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
  private static final double SECONDS_PER_NANO = 1e-9;

  private final List<Posture> postures;
  private final double kp;
  private final double kd;
  private final double[] segmentStartRad = new double[Motor.COUNT];
  private int postureIndex;
  private long segmentStartNanos;

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
  void start(RobotState state, long now) {
    System.arraycopy(state.motorAngleRad, 0, segmentStartRad, 0, Motor.COUNT);
    postureIndex = 0;
    segmentStartNanos = now;
  }

  /**
   * Computes the motor command for the current time; after the end, the last posture is held.
   *
   * @param command Modified.
   * @return whether the motion is in progress
   */
  boolean step(long now, MotorCommand command) {
    Posture posture = postures.get(postureIndex);
    double seconds = (now - segmentStartNanos) * SECONDS_PER_NANO;
    if (seconds >= posture.seconds() + posture.holdSeconds()
        && postureIndex + 1 < postures.size()) {
      interpolate(posture, 1, segmentStartRad);
      postureIndex++;
      segmentStartNanos = now;
      posture = postures.get(postureIndex);
      seconds = 0;
    }
    double progress = Math.min(1, seconds / posture.seconds());
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = kp * (postureIndex == 0 ? Math.min(1, 2 * progress) : 1);
    command.kd = kd;
    interpolate(posture, progress * progress * (3 - 2 * progress), command.targetAngleRad);
    return seconds < posture.seconds() + posture.holdSeconds();
  }

  private void interpolate(Posture posture, double blend, double[] angles) {
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      interpolate(leg.rear(), FiveBarLeg.rearAngle(0, posture.extensionRad()), blend, angles);
      interpolate(leg.front(), FiveBarLeg.frontAngle(0, posture.extensionRad()), blend, angles);
    }
  }

  private void interpolate(Motor motor, double targetRad, double blend, double[] angles) {
    int index = motor.ordinal();
    angles[index] = segmentStartRad[index] + blend * (targetRad - segmentStartRad[index]);
  }

  /** Max deviation of a motor angle from a posture, rad; NaN when an angle is unknown. */
  static double maxDeviation(RobotState state, double extensionRad) {
    double max = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      max = Math.max(max, Math.abs(state.motorAngleRad[motor] - extensionRad));
    }
    return max;
  }
}
