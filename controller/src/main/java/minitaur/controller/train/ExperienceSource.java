package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;
import org.jspecify.annotations.Nullable;

/**
 * Where the experience of a training comes from. A source appends what was experienced to the
 * replay, in order, and reports steps and ended episodes. One thread uses it, the trainer's.
 */
interface ExperienceSource extends AutoCloseable {
  /** What a call of {@link #collect} did. */
  enum Progress {
    /** Nothing was there to collect; the caller may sleep. */
    NONE,
    /** Time passed at the robot, outside of an episode. */
    WAITED,
    /** Environment steps were taken: {@link #steps} has grown. */
    STEPS,
    /** An episode ended; {@link #steps} may have grown too. */
    EPISODE_ENDED
  }

  /** Prepares for a run that starts from the beginning. */
  default void reset() throws IOException {}

  /** Starts or continues collecting. */
  void start();

  /** Collects what comes next, without waiting for it. */
  Progress collect() throws IOException;

  /** Requests that no episode begins after the one under way. */
  void requestStop();

  /** Whether no more experience will come: after a stop, or at the last configured step. */
  boolean isExhausted();

  /**
   * Lets no episode begin as long as there is a reason.
   *
   * @param reason for people; null to go on
   */
  void hold(@Nullable String reason);

  /** Whether {@link #save} may be called now: no episode of this thread is under way. */
  boolean isSavable();

  /** Episodes that ended in the whole run. */
  long episodes();

  /** Environment steps taken in the whole run. */
  long steps();

  /** The episode that ended last. */
  EpisodeSummary summary();

  /** What the run has cost up to the end of that episode. */
  OperatorCounts counts();

  /** Notes that the trainer has accounted for the episodes that ended; may be repeated. */
  default void acknowledge() throws IOException {}

  /** Whether what was stored after a checkpoint is collected again after going back to it. */
  boolean repeatsAfterRestore();

  /** Writes everything that the next episode depends on, apart from learner and replay. */
  void save(DataOutput out) throws IOException;

  /** Notes that a checkpoint with what {@link #save} wrote last is on the disk. */
  default void saved() throws IOException {}

  /** Reads what {@link #save} wrote. */
  void restore(DataInput in) throws IOException;

  /** What became of the steps that were taken since {@link #start}, where some can be lost. */
  default Optional<StepBalance> balance() {
    return Optional.empty();
  }

  /** The run, or this part of it, is over. */
  void finish(String reason);

  /** Ends the episode under way, if there is one, and the source's threads. */
  @Override
  void close();
}
