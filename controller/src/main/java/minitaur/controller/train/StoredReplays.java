package minitaur.controller.train;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.settings.ControllerConfig;

/** Replays of runs, for whoever wants to look at them. */
public final class StoredReplays {
  private StoredReplays() {}

  /**
   * Opens the replay of a run that nobody else works on now.
   *
   * @param file the run's replay
   * @param config of the run
   */
  public static ReplayBuffer open(Path file, ControllerConfig config) throws IOException {
    return TrainingRun.robotReplay(config, file);
  }
}
