/** Where the trunk is, seen from outside: poses, where they come from, and their recent past. */
@NullMarked
package minitaur.hal.mocap;

import org.jspecify.annotations.NullMarked;
