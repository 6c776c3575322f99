package minitaur.controller.train;

import java.util.Base64;
import java.util.Optional;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;

/** A note between the episodes of {@code robot-io.log}, from which they can be replayed. */
sealed interface EpisodeNote {
  String text();

  /**
   * The start of an episode.
   *
   * @param index index of the episode in its run
   * @param policyId id of the acting policy
   * @param behavior state of {@link BehaviorPolicies} before the episode, base 64; empty if a
   *     policy from a file acts without noise
   */
  record Begin(int index, long policyId, String behavior) implements EpisodeNote {
    @Override
    public String text() {
      return "begin %d %d %s".formatted(index, policyId, behavior);
    }

    /** The decoded state of {@link BehaviorPolicies}. */
    byte[] behaviorState() {
      return Base64.getDecoder().decode(behavior);
    }
  }

  /**
   * The end of an episode.
   *
   * @param steps number of steps
   * @param reason why it was truncated; empty if it terminated
   */
  record End(int steps, Optional<Truncation.Reason> reason) implements EpisodeNote {
    @Override
    public String text() {
      return "end %d %s".formatted(steps, reason.map(Enum::name).orElse(""));
    }
  }

  /** The note for the start of an episode. */
  static Begin begin(int index, long policyId, byte[] behavior) {
    return new Begin(index, policyId, Base64.getEncoder().encodeToString(behavior));
  }

  /** The note for the end of an episode. */
  static End end(EpisodeSummary summary) {
    EpisodeEnd end = summary.end();
    return new End(
        summary.steps(),
        end instanceof Truncation truncation ? Optional.of(truncation.reason()) : Optional.empty());
  }

  /** Parses a note; empty if {@code text} is not an episode note. */
  static Optional<EpisodeNote> parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      if (words.length == 4 && words[0].equals("begin")) {
        return Optional.of(
            new Begin(Integer.parseInt(words[1]), Long.parseLong(words[2]), words[3]));
      }
      if (words.length == 3 && words[0].equals("end")) {
        return Optional.of(
            new End(
                Integer.parseInt(words[1]),
                words[2].isEmpty()
                    ? Optional.empty()
                    : Optional.of(Truncation.Reason.valueOf(words[2]))));
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
