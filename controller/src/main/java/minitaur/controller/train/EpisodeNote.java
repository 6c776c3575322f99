package minitaur.controller.train;

import java.util.Base64;
import java.util.Optional;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;

/** What a record of the seam holds between the episodes, so that they can be run again. */
sealed interface EpisodeNote {
  /** As text. */
  String text();

  /**
   * An episode begins.
   *
   * @param index which one of its run
   * @param policyId who acts
   * @param behaviour state of {@link BehaviourPolicies} before the episode, base 64; empty when a
   *     policy from a file acts without noise
   */
  record Begin(int index, long policyId, String behaviour) implements EpisodeNote {
    @Override
    public String text() {
      return "begin %d %d %s".formatted(index, policyId, behaviour);
    }

    /** The behaviour's state as bytes. */
    byte[] behaviourState() {
      return Base64.getDecoder().decode(behaviour);
    }
  }

  /**
   * An episode ended.
   *
   * @param steps that it took
   * @param reason what cut it short; empty when it terminated
   */
  record End(int steps, Optional<Truncation.Reason> reason) implements EpisodeNote {
    @Override
    public String text() {
      return "end %d %s".formatted(steps, reason.map(Enum::name).orElse(""));
    }
  }

  /** The note of an episode that begins. */
  static Begin begin(int index, long policyId, byte[] behaviour) {
    return new Begin(index, policyId, Base64.getEncoder().encodeToString(behaviour));
  }

  /** The note of an episode that ended. */
  static End end(EpisodeSummary summary) {
    EpisodeEnd end = summary.end();
    return new End(
        summary.steps(),
        end instanceof Truncation truncation ? Optional.of(truncation.reason()) : Optional.empty());
  }

  /** The note that is written in {@code text}; empty when it is none of these. */
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
