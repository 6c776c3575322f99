package minitaur.controller.command;

/**
 * What a command does once its words are understood.
 *
 * @param <R> what is asked for
 */
@FunctionalInterface
public interface Job<R> {
  /**
   * Does it.
   *
   * @throws Exception when it cannot be done; the message is shown
   */
  ExitCode run(R request) throws Exception;
}
