/** Files that are either whole or not there. */
@NullMarked
package minitaur.controller.storage;

import org.jspecify.annotations.NullMarked;
