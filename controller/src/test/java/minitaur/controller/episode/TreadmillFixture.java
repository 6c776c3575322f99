package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.mocap.TrackingConfig;

/** Episodes on a treadmill, of at most five steps, and their recorded output. */
final class TreadmillFixture {
  final TreadmillRobot robot = new TreadmillRobot();
  final RecordingSink sink = new RecordingSink();
  final CountingPolicy policy = new CountingPolicy(11);

  /** Policy of the episodes that begin from now on. */
  Policy nextPolicy = policy;

  EpisodeLoop loop = loop(5, SafetyLimits.nominal(), Tracker.ABSENT, robot.poses);

  /** Enables tracking of the robot and episodes of up to 500 steps. */
  void enableTracking(SafetyLimits limits) {
    PoseTracker tracked = new PoseTracker(robot.poses, TrackingConfig.nominal());
    loop = loop(500, limits, tracked, tracked);
  }

  private EpisodeLoop loop(int maxSteps, SafetyLimits limits, Tracker tracker, PoseSource poses) {
    return new EpisodeLoop(
        robot,
        robot,
        () -> nextPolicy,
        new SafetySupervisor(limits),
        tracker,
        TaskSettings.paper().with(new EpisodeTiming(50, maxSteps)),
        new TransitionAssembler(
            poses,
            new PoseHistory(1024, 50 * TreadmillRobot.MS),
            50 * TreadmillRobot.MS,
            RewardFunction.nominal(),
            sink));
  }

  /** Runs an episode to its end. */
  EpisodeSummary run() {
    loop.begin(3);
    while (loop.tick()) {
      assertThat(loop.end()).isNull();
    }
    return loop.finish();
  }
}
