/** The command line: one class per command, with its options, wiring and exit code. */
@NullMarked
package minitaur.controller.command;

import org.jspecify.annotations.NullMarked;
