/**
 * The bytes that boards speak: frame layouts, encoders and decoders that find their way back after
 * damage. Pure functions on bytes; nothing here opens a port or looks at a clock.
 */
@NullMarked
package minitaur.hal.wire;

import org.jspecify.annotations.NullMarked;
