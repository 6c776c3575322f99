package minitaur.sim.terrain;

/**
 * A convex edge of the ground, such as that of a stair, of infinite length along the world's y
 * axis. The face of a movable block may rest on it.
 *
 * @param x position, m
 * @param z height, m
 * @param beforeX unit direction of the ground before the edge, at smaller x; beforeZ likewise
 * @param afterX unit direction of the ground after the edge; afterZ likewise
 */
public record GroundEdge(
    double x, double z, double beforeX, double beforeZ, double afterX, double afterZ) {}
