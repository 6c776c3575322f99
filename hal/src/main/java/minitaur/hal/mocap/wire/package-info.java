/**
 * What motion-capture servers say, byte by byte: VRPN, NatNet and QTM. Decoders are fed bytes as
 * they come, believe no length or count, and allocate nothing for a pose.
 */
@NullMarked
package minitaur.hal.mocap.wire;

import org.jspecify.annotations.NullMarked;
