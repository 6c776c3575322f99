/** DroQ: Soft Actor-Critic with dropout and layer normalization in the critics. */
@NullMarked
package minitaur.controller.learn.droq;

import org.jspecify.annotations.NullMarked;
