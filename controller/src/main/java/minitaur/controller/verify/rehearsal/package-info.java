/**
 * Trainer and collector as two processes on this computer, with everything between them and around
 * them going wrong, and an account of every episode at the end.
 */
@NullMarked
package minitaur.controller.verify.rehearsal;

import org.jspecify.annotations.NullMarked;
