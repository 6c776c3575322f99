/**
 * Trainer and collector as two processes on this computer, with faults injected everywhere, and a
 * reconciliation of every episode at the end.
 */
@NullMarked
package minitaur.controller.verify.rehearsal;

import org.jspecify.annotations.NullMarked;
