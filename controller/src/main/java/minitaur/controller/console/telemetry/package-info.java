/**
 * Live state of the robot and progress of the learner, passed lock-free from the threads that
 * produce them to the thread that displays them.
 */
@NullMarked
package minitaur.controller.console.telemetry;

import org.jspecify.annotations.NullMarked;
