package minitaur.sim.terrain;

/** Infinite level ground at height 0. */
public final class FlatGround implements Terrain {
  private final double frictionFactor;

  /** Ground with nominal friction. */
  public FlatGround() {
    this(1);
  }

  /** Ground with {@code frictionFactor} times the robot's friction coefficient. */
  public FlatGround(double frictionFactor) {
    this.frictionFactor = frictionFactor;
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    double gap = z - radius;
    if (gap < margin) {
      contacts.add(0, gap, 0, 0, 1, frictionFactor);
    }
  }

  @Override
  public double height(double x, double y) {
    return 0;
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    return 0;
  }
}
