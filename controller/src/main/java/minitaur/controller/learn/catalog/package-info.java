/** The learning algorithms that a configuration can name. */
@NullMarked
package minitaur.controller.learn.catalog;

import org.jspecify.annotations.NullMarked;
