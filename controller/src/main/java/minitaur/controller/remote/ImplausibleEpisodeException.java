package minitaur.controller.remote;

/**
 * Thrown when a complete episode contains values that no robot can have measured. The message is
 * shown to the user.
 */
public final class ImplausibleEpisodeException extends EpisodeFormatException {
  private static final long serialVersionUID = 1L;

  ImplausibleEpisodeException(String message) {
    super(message);
  }
}
