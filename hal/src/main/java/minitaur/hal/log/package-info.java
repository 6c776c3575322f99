/** Log of the traffic on the robot interface, recorded for inspection and replay. */
@NullMarked
package minitaur.hal.log;

import org.jspecify.annotations.NullMarked;
