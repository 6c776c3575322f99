/** JSON output of commands and pages. */
@NullMarked
package minitaur.controller.format.json;

import org.jspecify.annotations.NullMarked;
