package minitaur.controller.episode;

import java.util.ArrayList;
import java.util.List;

/**
 * Records copies of all transitions, and a line for each call: "transition 3", "gap 4", "final 5".
 */
final class RecordingSink implements TransitionSink {
  record Stored(
      int step,
      double velocity,
      double reward,
      float discount,
      float observation,
      float nextObservation) {}

  final List<String> lines = new ArrayList<>();
  final List<Stored> transitions = new ArrayList<>();

  @Override
  public void transition(Transition transition) {
    lines.add("transition " + transition.tick.step);
    transitions.add(
        new Stored(
            transition.tick.step,
            transition.velocityMetresPerSec,
            transition.terms.total(),
            transition.discount,
            transition.tick.observation[0],
            transition.nextObservation[0]));
  }

  @Override
  public void gap(Tick tick) {
    lines.add("gap " + tick.step);
  }

  @Override
  public void finalObservation(Tick tick) {
    lines.add("final " + tick.step);
  }
}
