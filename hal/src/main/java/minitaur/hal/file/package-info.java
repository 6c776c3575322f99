/** Files that survive a crash. */
@NullMarked
package minitaur.hal.file;

import org.jspecify.annotations.NullMarked;
