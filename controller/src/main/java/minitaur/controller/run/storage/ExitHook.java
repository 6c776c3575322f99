package minitaur.controller.run.storage;

/** Runs an action if the process ends by a signal, such as Ctrl-C, before this is closed. */
public final class ExitHook implements AutoCloseable {
  private final Thread hook;

  /**
   * Registers the action.
   *
   * @param name of the thread that runs it
   */
  public ExitHook(String name, Runnable action) {
    hook = new Thread(action, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Unregisters the action, unless the process is ending already and runs it. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending.
    }
  }
}
