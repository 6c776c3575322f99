package minitaur.controller.episode;

import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Termination;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseSource;

/**
 * An uneven walk whose ticks and poses a test passes to an assembler, with the output of the
 * assembler.
 */
final class AssemblerFixture {
  static final long MS = 1_000_000;
  static final long STEP = 20 * MS;
  static final EpisodeEnd TIME_LIMIT = new Truncation(Reason.TIME_LIMIT);
  static final EpisodeEnd FALL = new Termination(new Fall(0, 1));
  private static final long MAX_GAP = 50 * MS;

  final ManualPoseSource poses = new ManualPoseSource();
  final RecordingSink sink = new RecordingSink();
  final TransitionAssembler assembler = assembler(poses, sink);

  static TransitionAssembler assembler(PoseSource poses, TransitionSink sink) {
    return new TransitionAssembler(
        poses, new PoseHistory(256, MAX_GAP), MAX_GAP, RewardFunction.nominal(), sink);
  }

  /** Observation and action of step k contain k, so that tests can identify them. */
  static Tick tick(int step) {
    Tick tick = new Tick();
    tick.step = step;
    tick.timeNanos = step * STEP;
    tick.observation[0] = step;
    return tick;
  }

  /** Position of the robot along x, m. */
  static double x(long timeNanos) {
    double t = timeNanos * 1e-9;
    return 0.4 * t + 0.05 * Math.sin(9 * t);
  }

  void deliver(long timeNanos) {
    poses.deliver(timeNanos, x(timeNanos));
  }
}
