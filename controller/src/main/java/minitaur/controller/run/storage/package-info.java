/** Files that are either whole or not there, and directories that do not stay. */
@NullMarked
package minitaur.controller.run.storage;

import org.jspecify.annotations.NullMarked;
