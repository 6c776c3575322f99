/**
 * Clients of motion-capture servers. They connect, look up the body by its name, convert samples
 * into poses of the trunk in the lane frame and in local time, and reconnect when necessary.
 */
@NullMarked
package minitaur.hal.mocap.client;

import org.jspecify.annotations.NullMarked;
