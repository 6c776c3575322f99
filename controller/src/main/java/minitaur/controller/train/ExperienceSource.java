package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;
import org.jspecify.annotations.Nullable;

/**
 * Source of a training run's experience. It appends the experience to the replay buffer, in order,
 * and reports steps and ended episodes. Used by the trainer's thread only.
 */
interface ExperienceSource extends AutoCloseable {
  /** Reason of the end of a run after a stop. */
  String STOPPED = "the training was stopped; it can be resumed";

  /** Outcome of a call of {@link #collect}. */
  enum Progress {
    /** Nothing was available; the caller may sleep. */
    NONE,
    /** Time passed on the robot outside of an episode. */
    WAITED,
    /** Environment steps were taken: {@link #steps} has increased. */
    STEPS,
    /** An episode ended; {@link #steps} may have increased too. */
    EPISODE_ENDED
  }

  /** Prepares for a run from the beginning. */
  default void reset() throws IOException {}

  /**
   * Starts or resumes collecting.
   *
   * @param stop polled, also by another thread: when it is true, no episode begins after the
   *     current one. It stays true
   */
  void start(BooleanSupplier stop);

  /** Collects the experience that is available, without blocking. */
  Progress collect() throws IOException;

  /** Whether no more experience will come: after a stop, or at the last configured step. */
  boolean isExhausted();

  /**
   * Prevents new episodes from starting while there is a reason.
   *
   * @param reason human-readable; null to resume
   */
  void setPauseReason(@Nullable String reason);

  /** Whether {@link #save} may be called now: this thread is not running an episode. */
  boolean isSavable();

  /** Environment steps taken in the whole run. */
  long steps();

  /** The summary of the last episode that ended. */
  EpisodeSummary summary();

  /** Episode, fall, reset and time totals of the run up to the end of that episode. */
  OperatorCounts counts();

  /** Acknowledges that the trainer has processed the episodes that ended; idempotent. */
  default void acknowledge() throws IOException {}

  /** Whether experience stored after a checkpoint is collected again after returning to it. */
  boolean repeatsAfterRestore();

  /** Writes the state that the next episode depends on, except learner and replay. */
  void save(DataOutput out) throws IOException;

  /** Called after a checkpoint with the last output of {@link #save} was written to disk. */
  default void onCheckpointWritten() throws IOException {}

  /** Reads the state that {@link #save} wrote. */
  void restore(DataInput in) throws IOException;

  /**
   * Accounting of the steps taken since {@link #start}; empty for sources that cannot lose steps.
   */
  default Optional<StepReconciliation> reconciliation() {
    return Optional.empty();
  }

  /** Ends the run, or this session of it. */
  default void finish(String reason) {}

  /** Ends the current episode, if any, and stops the threads of the source. */
  @Override
  default void close() {}
}
