/**
 * Soft Actor-Critic with layer-normalized critics, several updates per step and an averaged policy.
 */
@NullMarked
package minitaur.controller.learn.layernorm;

import org.jspecify.annotations.NullMarked;
