/**
 * Interface of the learning algorithms: {@link minitaur.controller.learn.Learner}, its settings and
 * its description of an environment.
 */
@NullMarked
package minitaur.controller.learn;

import org.jspecify.annotations.NullMarked;
