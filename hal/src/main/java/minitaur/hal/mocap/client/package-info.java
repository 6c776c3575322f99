/**
 * Clients of motion-capture servers: they connect, find the body by its name, turn what the server
 * says into poses of the trunk in the lane and in our own time, and connect again when they must.
 */
@NullMarked
package minitaur.hal.mocap.client;

import org.jspecify.annotations.NullMarked;
