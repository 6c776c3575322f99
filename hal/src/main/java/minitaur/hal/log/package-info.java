/**
 * What passed the seam between controller and robot, recorded so that it can be looked at and run
 * again.
 */
@NullMarked
package minitaur.hal.log;

import org.jspecify.annotations.NullMarked;
