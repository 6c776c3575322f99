package minitaur.sim.terrain;

/**
 * A convex edge of the ground, such as that of a stair, which runs along the world's y axis without
 * end. A movable block may rest on it with the middle of a face.
 *
 * @param x place, m
 * @param z height, m
 * @param beforeX direction of the ground that leads up to the edge from smaller x, of length 1;
 *     beforeZ likewise
 * @param afterX direction of the ground that leads away from it, of length 1; afterZ likewise
 */
public record GroundEdge(
    double x, double z, double beforeX, double beforeZ, double afterX, double afterZ) {}
