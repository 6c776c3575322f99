/**
 * The application: learner, policy, reward, episodes, safety, operator's console and command line,
 * put together in one place.
 */
@NullMarked
package minitaur.controller;

import org.jspecify.annotations.NullMarked;
