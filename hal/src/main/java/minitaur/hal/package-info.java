/**
 * Robot model and robot interface: {@link minitaur.hal.Robot} with its state and command.
 * Independent of learning and simulation.
 */
@NullMarked
package minitaur.hal;

import org.jspecify.annotations.NullMarked;
