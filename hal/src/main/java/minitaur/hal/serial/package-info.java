/**
 * Robots on a serial port: the port, the codecs of the supported boards, and the loop that drives
 * the eight motors.
 */
@NullMarked
package minitaur.hal.serial;

import org.jspecify.annotations.NullMarked;
