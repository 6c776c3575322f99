/**
 * The robot at the end of a serial line: the port, what each kind of board says and wants, and the
 * loop that drives eight motors through it.
 */
@NullMarked
package minitaur.hal.serial;

import org.jspecify.annotations.NullMarked;
