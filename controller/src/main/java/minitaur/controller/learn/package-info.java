/**
 * What a learning algorithm is to the rest of the program: {@link
 * minitaur.controller.learn.Learner}, its settings and what it knows of an environment.
 */
@NullMarked
package minitaur.controller.learn;

import org.jspecify.annotations.NullMarked;
