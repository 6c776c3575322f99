/** What the soft actor-critic algorithms share. */
@NullMarked
package minitaur.controller.learn.soft;

import org.jspecify.annotations.NullMarked;
