/**
 * Loops that keep time, and what hands values from one loop to another without a lock: the newest
 * value, or every value in order.
 */
@NullMarked
package minitaur.hal.loop;

import org.jspecify.annotations.NullMarked;
