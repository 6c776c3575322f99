/** Components shared by the soft actor-critic algorithms. */
@NullMarked
package minitaur.controller.learn.soft;

import org.jspecify.annotations.NullMarked;
