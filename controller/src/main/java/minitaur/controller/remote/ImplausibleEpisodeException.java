package minitaur.controller.remote;

/** A whole episode that no robot can have measured. The message is for people. */
public final class ImplausibleEpisodeException extends EpisodeFormatException {
  private static final long serialVersionUID = 1L;

  ImplausibleEpisodeException(String words) {
    super(words);
  }
}
