package minitaur.sim;

import minitaur.sim.device.Range;

/**
 * Per-episode randomization ranges of the robot's body and the ground friction.
 *
 * @param massFactor factor of every body's mass
 * @param inertiaFactor factor of every body's inertia about its center of mass
 * @param friction friction coefficient between robot and ground
 * @param motorStrength factor of each motor's torque at a given current, drawn separately for each
 *     motor
 * @param payloadKg mass mounted on top of the trunk, kg; the same in every episode
 */
public record BodyProfile(
    Range massFactor, Range inertiaFactor, Range friction, Range motorStrength, double payloadKg) {

  /** Checks the ranges. */
  public BodyProfile {
    if (!(massFactor.low() > 0 && inertiaFactor.low() > 0 && friction.low() >= 0)) {
      throw new IllegalArgumentException(
          "mass and inertia factors must be above 0 and friction at least 0, not %s, %s, %s"
              .formatted(massFactor, inertiaFactor, friction));
    }
    if (!(motorStrength.low() >= 0)) {
      throw new IllegalArgumentException(
          "a motor's strength must be at least 0, not " + motorStrength);
    }
    if (!(payloadKg >= 0 && Double.isFinite(payloadKg))) {
      throw new IllegalArgumentException("the payload must be at least 0 kg, not " + payloadKg);
    }
  }

  /** A body without payload. */
  public BodyProfile(Range massFactor, Range inertiaFactor, Range friction, Range motorStrength) {
    this(massFactor, inertiaFactor, friction, motorStrength, 0);
  }

  /** Returns a copy with another payload, kg. */
  public BodyProfile withPayload(double kilograms) {
    return new BodyProfile(massFactor, inertiaFactor, friction, motorStrength, kilograms);
  }
}
