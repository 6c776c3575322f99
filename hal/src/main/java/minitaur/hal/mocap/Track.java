package minitaur.hal.mocap;

/**
 * What is known of the trunk's motion, filled by {@link Tracker#read}. A mutable structure that its
 * owner allocates once. In the lane's frame, like {@link Pose}.
 */
public final class Track {
  /** How long the velocity has not been known; 0 while it is. */
  public long unknownNanos;

  /** Capture time of the pose that the values below belong to. */
  public long timeNanos;

  /** Filtered position along the walkway; NaN when there never was one. */
  public double xMetres = Double.NaN;

  /** Filtered position across the walkway, to the left; NaN when there never was one. */
  public double yMetres = Double.NaN;

  /** Filtered height; NaN when there never was one. */
  public double zMetres = Double.NaN;

  /** Filtered velocity along the walkway; NaN while it is not known. */
  public double xMetresPerSec = Double.NaN;

  /** Filtered velocity across the walkway; NaN while it is not known. */
  public double yMetresPerSec = Double.NaN;

  /** Filtered vertical velocity; NaN while it is not known. */
  public double zMetresPerSec = Double.NaN;
}
