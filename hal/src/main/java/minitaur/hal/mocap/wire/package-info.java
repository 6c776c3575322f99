/**
 * Wire formats of the motion-capture protocols VRPN, NatNet and QTM. Decoders accept bytes in
 * chunks of any size, validate every length and count, and allocate nothing per pose.
 */
@NullMarked
package minitaur.hal.mocap.wire;

import org.jspecify.annotations.NullMarked;
