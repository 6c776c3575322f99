/**
 * Training: scheduling of episodes, replay and learner on one or several threads, checkpoints and
 * resumption, and evaluation of policies.
 */
@NullMarked
package minitaur.controller.train;

import org.jspecify.annotations.NullMarked;
