/**
 * What the robot does now and how the learner gets on, carried from the threads that know to the
 * one that shows it, without lock.
 */
@NullMarked
package minitaur.controller.console.telemetry;

import org.jspecify.annotations.NullMarked;
