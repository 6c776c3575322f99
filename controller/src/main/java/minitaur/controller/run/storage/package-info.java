/** Atomically written files, image and video encoders, and temporary directories. */
@NullMarked
package minitaur.controller.run.storage;

import org.jspecify.annotations.NullMarked;
