/** Registry of the learning algorithms that a configuration can select. */
@NullMarked
package minitaur.controller.learn.catalog;

import org.jspecify.annotations.NullMarked;
