/**
 * Benchmarks, drills and the rehearsal of remote training. All of them return {@link
 * minitaur.controller.verify.Result results} with thresholds.
 */
@NullMarked
package minitaur.controller.verify;

import org.jspecify.annotations.NullMarked;
