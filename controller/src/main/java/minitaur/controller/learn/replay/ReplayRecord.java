package minitaur.controller.learn.replay;

import minitaur.controller.task.ObservationLayout;

/** A stored step of an episode. Mutable, so that its owner can reuse it. */
public final class ReplayRecord {
  /** Type of a record. */
  public enum Kind {
    /** A step for training; the next record contains the observation after it. */
    TRANSITION,
    /** A step for training with which the episode terminated: discount 0. */
    TRANSITION_TERMINATED,
    /** The observation after the last step of an episode. Its action and reward are zero. */
    FINAL_OBSERVATION,
    /**
     * A step that is excluded from training but is part of the history of later steps. Its reward
     * is zero.
     */
    GAP;

    static final int COUNT = 4;
    private static final Kind[] VALUES = values();

    static Kind of(int index) {
      return VALUES[index];
    }

    /** Whether the step is used for training. */
    public boolean isTransition() {
      return this == TRANSITION || this == TRANSITION_TERMINATED;
    }
  }

  /** Index of the step in its episode, from 0. */
  public int step;

  /** Type of the record. */
  public Kind kind = Kind.GAP;

  /** {@code [12]} o[t]. */
  public final float[] observation = new float[ObservationLayout.OBSERVATION_SIZE];

  /** {@code [8]} a[t]. */
  public final float[] action = new float[ObservationLayout.ACTION_SIZE];

  /** r[t]. */
  public float reward;

  /**
   * Mean electrical power during the step, W; zero if unknown. Stored in units of 4 W, up to 4092
   * W.
   */
  public float power;
}
