/** Terrain models, which report the surfaces near a sphere. */
@NullMarked
package minitaur.sim.terrain;

import org.jspecify.annotations.NullMarked;
