/**
 * Rigid unilateral contact with Coulomb friction at velocity level. It knows constraints as rows of
 * numbers, not whose they are.
 */
@NullMarked
package minitaur.sim.contact;

import org.jspecify.annotations.NullMarked;
