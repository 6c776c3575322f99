/**
 * Rehearsal of remote training: runs trainer and collector as two processes on this computer,
 * injects faults into processes, network and files, and reconciles every episode at the end.
 */
@NullMarked
package minitaur.controller.verify.rehearsal;

import org.jspecify.annotations.NullMarked;
