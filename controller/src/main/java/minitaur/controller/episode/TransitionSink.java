package minitaur.controller.episode;

/**
 * Takes what an episode produced, strictly in order: each step of an episode exactly once, as a
 * transition or as a gap, and then the last observation if there is a valid one.
 *
 * <p>Arguments belong to the caller, who uses them again: copy what is to be kept.
 */
public interface TransitionSink {
  /** Takes transitions and keeps none. */
  TransitionSink NONE =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  /** A step that can be learnt from. */
  void transition(Transition transition);

  /**
   * A step whose reward or next observation will never be known; it is still part of what later
   * steps remember.
   */
  void gap(Tick tick);

  /** The observation after an episode's last step. */
  void finalObservation(Tick tick);
}
