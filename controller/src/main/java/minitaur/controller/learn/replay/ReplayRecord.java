package minitaur.controller.learn.replay;

import minitaur.controller.task.ObservationLayout;

/** One step of an episode as it is stored. A mutable structure that its owner allocates once. */
public final class ReplayRecord {
  /** What a record is. */
  public enum Kind {
    /** A step that can be learnt from; the next record holds what was seen after it. */
    TRANSITION,
    /** The same, and the episode terminated with it: discount 0. */
    TRANSITION_TERMINATED,
    /** What was seen after an episode's last step. Its action and reward are zero. */
    FINAL_OBSERVATION,
    /**
     * A step that cannot be learnt from, but is part of what later steps remember. Its reward is
     * zero.
     */
    GAP;

    static final int COUNT = 4;
    private static final Kind[] VALUES = values();

    static Kind of(int index) {
      return VALUES[index];
    }

    /** Whether the step can be learnt from. */
    public boolean isTransition() {
      return this == TRANSITION || this == TRANSITION_TERMINATED;
    }
  }

  /** Steps since the episode's first, which is 0. */
  public int step;

  /** What the record is. */
  public Kind kind = Kind.GAP;

  /** {@code [12]} o[t]. */
  public final float[] observation = new float[ObservationLayout.OBSERVATION];

  /** {@code [8]} a[t]. */
  public final float[] action = new float[ObservationLayout.ACTION];

  /** r[t]. */
  public float reward;

  /**
   * Mean electrical power over the step, W; zero where it is not known. Stored in units of 4 W up
   * to 4092 W.
   */
  public float power;
}
