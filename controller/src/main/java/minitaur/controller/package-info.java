/**
 * The application. Its packages, from the top down; each may use those below it:
 *
 * <ul>
 *   <li>{@code command}: one class per command: options, wiring, exit code
 *   <li>{@code sweep}: multiple runs over settings and seeds, on this computer or on a cluster
 *   <li>{@code verify}: benchmarks, drills and rehearsals
 *   <li>{@code remote}: collector and trainer over HTTP
 *   <li>{@code console}: operator interfaces: web page, terminal, headless
 *   <li>{@code train}: experience source, learner, policy outlet, schedule, checkpoints, evaluation
 *   <li>{@code settings}: the configuration: the record of all sections
 *   <li>{@code lifecycle}: episode state machine from arming to reset, pause and emergency stop
 *   <li>{@code operator}: requests to the operator, and the operator's commands
 *   <li>{@code robot}: robot sessions: simulated, hardware, replayed
 *   <li>{@code record}: recordings, logs and scalars of a run
 *   <li>{@code episode}: control step, safety supervisor, conversion of ticks to transitions
 *   <li>{@code learn}: learners, networks, policies, replay
 *   <li>{@code task}: observation, action map, reward
 *   <li>{@code format}: file formats, independent of the robot
 *   <li>{@code run}, {@code config}: run directory and plots; binding of records to YAML
 * </ul>
 */
@NullMarked
package minitaur.controller;

import org.jspecify.annotations.NullMarked;
