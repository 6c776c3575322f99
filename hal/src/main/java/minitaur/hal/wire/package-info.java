/**
 * Wire formats of the motor boards: frame layouts, encoders, and decoders that resynchronize after
 * corrupted bytes. Pure functions on bytes; nothing here opens a port or reads a clock.
 */
@NullMarked
package minitaur.hal.wire;

import org.jspecify.annotations.NullMarked;
