/** External tracking of the trunk: poses, their sources, pose history and velocity estimation. */
@NullMarked
package minitaur.hal.mocap;

import org.jspecify.annotations.NullMarked;
