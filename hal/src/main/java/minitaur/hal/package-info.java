/**
 * What the robot is, and the seam between what decides and what moves: {@link minitaur.hal.Robot}
 * with its state and command. It knows no learning and no simulation.
 */
@NullMarked
package minitaur.hal;

import org.jspecify.annotations.NullMarked;
