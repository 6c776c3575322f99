/** The command line: what can be asked for, in which words, and how it ends. */
@NullMarked
package minitaur.controller.command;

import org.jspecify.annotations.NullMarked;
