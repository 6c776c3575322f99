package minitaur.sim.export;

import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;

/** Angles of the passive knees that close a leg's loop. */
public final class KneeAngles {
  private final double ratio;

  /** Creates the knee kinematics for a robot geometry. */
  public KneeAngles(RobotGeometry geometry) {
    ratio = geometry.upperLink() / geometry.lowerLink();
  }

  /** Angle between a lower link and the line from hip to pin; see {@link FiveBarLeg}. */
  private double beta(double rear, double front) {
    return StrictMath.asin(ratio * StrictMath.sin(FiveBarLeg.extension(rear, front)));
  }

  /** Angle of the rear knee about y for two motor angles, rad; 0 when the links are aligned. */
  public double rear(double rear, double front) {
    return Math.PI - FiveBarLeg.swing(rear, front) - beta(rear, front) + rear;
  }

  /** Angle of the front knee about y for two motor angles, rad; 0 when the links are aligned. */
  public double front(double rear, double front) {
    return Math.PI - FiveBarLeg.swing(rear, front) + beta(rear, front) - front;
  }
}
