/** Options that several commands share, what every command is given, and exit codes. */
@NullMarked
package minitaur.controller.command.options;

import org.jspecify.annotations.NullMarked;
