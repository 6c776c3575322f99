/**
 * Periodic loops and lock-free exchange of values between them: either the newest value or every
 * value in order.
 */
@NullMarked
package minitaur.hal.loop;

import org.jspecify.annotations.NullMarked;
