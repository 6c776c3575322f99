/** Robot sessions for running episodes: simulated, on a serial port, or replayed. */
@NullMarked
package minitaur.controller.robot;

import org.jspecify.annotations.NullMarked;
