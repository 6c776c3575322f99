/**
 * Rigid unilateral contact with Coulomb friction at velocity level. Constraints are generic
 * Jacobian rows, independent of the bodies that they belong to.
 */
@NullMarked
package minitaur.sim.contact;

import org.jspecify.annotations.NullMarked;
