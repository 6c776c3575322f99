/** Access control and rate limits of the HTTP services: the operator's page and the trainer. */
@NullMarked
package minitaur.controller.console.web.access;

import org.jspecify.annotations.NullMarked;
