/** Log of what passes the robot interface, recorded so that it can be inspected and replayed. */
@NullMarked
package minitaur.hal.log;

import org.jspecify.annotations.NullMarked;
