package minitaur.hal.mocap;

import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/**
 * Filtered position and velocity of the trunk in the lane frame, filled by {@link Tracker#read}.
 */
public final class Track extends Struct<Track> {
  /** How long the velocity has been unknown; 0 while it is known. */
  public long velocityUnknownNanos;

  /** Capture time of the pose to which the values below belong. */
  public long timeNanos;

  /** Filtered position along the walkway; NaN before the first pose. */
  public double xMetres = Double.NaN;

  /** Filtered position across the walkway, to the left; NaN before the first pose. */
  public double yMetres = Double.NaN;

  /** Filtered height; NaN before the first pose. */
  public double zMetres = Double.NaN;

  /** Filtered velocity along the walkway; NaN while it is unknown. */
  public double xMetresPerSec = Double.NaN;

  /** Filtered velocity across the walkway; NaN while it is unknown. */
  public double yMetresPerSec = Double.NaN;

  /** Filtered vertical velocity; NaN while it is unknown. */
  public double zMetresPerSec = Double.NaN;

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, Track other) throws E {
    velocityUnknownNanos =
        v.nanos("velocity_unknown", velocityUnknownNanos, other.velocityUnknownNanos);
    timeNanos = v.nanos("pose_time", timeNanos, other.timeNanos);
    xMetres = v.number("x_metres", xMetres, other.xMetres);
    yMetres = v.number("y_metres", yMetres, other.yMetres);
    zMetres = v.number("z_metres", zMetres, other.zMetres);
    xMetresPerSec = v.number("x_metres_per_sec", xMetresPerSec, other.xMetresPerSec);
    yMetresPerSec = v.number("y_metres_per_sec", yMetresPerSec, other.yMetresPerSec);
    zMetresPerSec = v.number("z_metres_per_sec", zMetresPerSec, other.zMetresPerSec);
  }
}
