package minitaur.controller.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.SimulatedSession;

/**
 * Measures a policy by episodes: on a fresh simulated robot, where the same policy and seed give
 * the same bits, or on the configured one.
 */
public final class Evaluation {
  static final TransitionSink NOWHERE =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  private Evaluation() {}

  /**
   * Runs episodes.
   *
   * @param policy should be deterministic
   * @param seed of the simulator's random streams
   */
  public static EvaluationResult run(
      ControllerConfig config, Policy policy, int episodes, long seed) {
    RobotSession rig = new SimulatedSession(config, seed, false);
    return EvaluationResult.of(episodes(rig, config, policy, episodes, () -> false));
  }

  /**
   * Runs episodes on the configured robot.
   *
   * @param policy should be deterministic
   * @param rig not closed
   * @param stop asked between episodes whether to end there
   * @return what they showed; empty when there was none before the stop
   */
  public static Optional<EvaluationResult> run(
      ControllerConfig config,
      Policy policy,
      int episodes,
      RobotSession rig,
      BooleanSupplier stop) {
    List<EpisodeSummary> summaries = episodes(rig, config, policy, episodes, stop);
    return summaries.isEmpty() ? Optional.empty() : Optional.of(EvaluationResult.of(summaries));
  }

  private static List<EpisodeSummary> episodes(
      RobotSession rig,
      ControllerConfig config,
      Policy policy,
      int episodes,
      BooleanSupplier stop) {
    EpisodeLoop loop = EpisodeLoopFactory.on(rig, config, () -> policy, NOWHERE);
    ReadyRobot ready = new ReadyRobot(rig, stop);
    List<EpisodeSummary> summaries = new ArrayList<>();
    while (summaries.size() < episodes && !stop.getAsBoolean() && ready.await()) {
      int index = summaries.size();
      loop.begin(index);
      rig.note(EpisodeNote.begin(index, policy.id(), new byte[0]).text());
      EpisodeSummary summary = finish(loop, rig);
      rig.disarm();
      rig.note(EpisodeNote.end(summary).text());
      summaries.add(summary);
    }
    return summaries;
  }

  private static EpisodeSummary finish(EpisodeLoop loop, RobotSession rig) {
    while (loop.tick()) {
      if (!rig.isArmed()) {
        loop.requestEnd(Reason.ROBOT_STOPPED);
      }
    }
    return loop.finish();
  }
}
