/**
 * CrossQ: soft actor-critic with batch (re)normalization instead of target networks (Bhatt et al.
 * 2024, arXiv 1902.05605), and its variant with weight normalization and target networks (Palenicek
 * et al. 2025, arXiv 2502.07523).
 */
@NullMarked
package minitaur.controller.learn.crossq;

import org.jspecify.annotations.NullMarked;
