package minitaur.controller.record;

import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionAssembler;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/** Short episodes of the realistic simulated robot, with an observer. */
final class SimulatedEpisodes {
  static final int STEPS = 60;

  private static final long GAP_NANOS = 50_000_000;
  private static final TransitionSink NO_SINK =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  private final SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 1);
  private final EpisodeLoop loop;

  SimulatedEpisodes(EpisodeObserver observer) {
    loop =
        new EpisodeLoop(
            robot,
            new SimulatedClock(robot),
            () -> new UniformPolicy(RandomStream.of(1, "test")),
            new SafetySupervisor(SafetyLimits.nominal()),
            Tracker.ABSENT,
            TaskSettings.paper().with(new EpisodeTiming(50, STEPS)),
            new TransitionAssembler(
                robot.poses(),
                new PoseHistory(1024, GAP_NANOS),
                GAP_NANOS,
                RewardFunction.nominal(),
                NO_SINK));
    loop.setObserver(observer);
  }

  EpisodeSummary run(int episode) {
    robot.reset();
    loop.begin(episode);
    while (loop.tick()) {
      // All work is done in the condition.
    }
    return loop.finish();
  }
}
