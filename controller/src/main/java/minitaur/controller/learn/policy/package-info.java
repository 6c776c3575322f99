/** Policies, policy files, and the symmetrization of policies. */
@NullMarked
package minitaur.controller.learn.policy;

import org.jspecify.annotations.NullMarked;
