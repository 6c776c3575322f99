package minitaur.controller.episode;

/**
 * Receives the output of an episode, strictly in order: each step exactly once, as a transition or
 * as a gap, then the final observation if there is a valid one.
 *
 * <p>The caller owns and reuses the arguments; implementations must copy what they keep.
 */
public interface TransitionSink {
  /** A sink that discards everything. */
  TransitionSink NONE =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  /** A complete step, for learning. */
  void transition(Transition transition);

  /**
   * A step without a known reward or next observation; it remains part of the observation history
   * of later steps.
   */
  void gap(Tick tick);

  /** The observation after an episode's last step. */
  void finalObservation(Tick tick);
}
