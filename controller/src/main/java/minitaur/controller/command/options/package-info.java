/** Options shared by several commands, the context of a command, and exit codes. */
@NullMarked
package minitaur.controller.command.options;

import org.jspecify.annotations.NullMarked;
