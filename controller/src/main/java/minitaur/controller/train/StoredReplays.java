package minitaur.controller.train;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.settings.ControllerConfig;

/** Opens the replays of runs on the robot. */
public final class StoredReplays {
  private StoredReplays() {}

  /**
   * Opens or creates the replay buffer of a run that no other process uses.
   *
   * @param file replay file of the run
   * @param config of the run
   */
  public static CompactReplayBuffer open(Path file, ControllerConfig config) throws IOException {
    return CompactReplayBuffer.open(
        file,
        config.learner().replayCapacity(),
        TrainingRun.replaySlack(config, config.task().timing().episodeSteps()));
  }
}
