/**
 * The application. {@code docs/architecture.md} lists its areas and the order of their
 * dependencies.
 */
@NullMarked
package minitaur.controller;

import org.jspecify.annotations.NullMarked;
