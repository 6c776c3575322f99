/** Who may use an HTTP service of this program, and how often: the operator's page, the trainer. */
@NullMarked
package minitaur.controller.console.web.access;

import org.jspecify.annotations.NullMarked;
