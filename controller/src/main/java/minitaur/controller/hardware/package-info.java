/** What an operator does with a robot's board before anything learns on it. */
@NullMarked
package minitaur.controller.hardware;

import org.jspecify.annotations.NullMarked;
