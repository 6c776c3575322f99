package minitaur.sim.terrain;

/**
 * The ground. World axes, z up, m.
 *
 * <p>The robot's surface is made of spheres, so a terrain answers one question: which surfaces is a
 * sphere near? A slope has one, a stair up to two, a corner of boxes three.
 */
public interface Terrain {
  /**
   * Finds the surfaces that a sphere touches or is near. Must not allocate.
   *
   * @param x centre of the sphere
   * @param y centre of the sphere
   * @param z centre of the sphere
   * @param radius of the sphere
   * @param reach largest gap between sphere and surface of interest; nearer surfaces, also those
   *     that the sphere has entered, are all reported
   * @param contacts where to add them; the caller has cleared it. Modified.
   */
  void contacts(
      double x, double y, double z, double radius, double reach, SurfaceContacts contacts);

  /** Height of the highest ground at a place. */
  double height(double x, double y);
}
