/** Random numbers that can be repeated, saved and restored to the bit. */
@NullMarked
package minitaur.hal.random;

import org.jspecify.annotations.NullMarked;
