/** Closed-form kinematics of a leg: swing and extension, motor angles, foot position. */
@NullMarked
package minitaur.hal.leg;

import org.jspecify.annotations.NullMarked;
