package minitaur.controller.train;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.record.EpisodeRecorder;
import minitaur.controller.settings.ControllerConfig;
import minitaur.sim.dynamics.RobotModel;

/** Recordings of a run's episodes; each contains the metadata of the run. */
public final class EpisodeRecordings {
  private EpisodeRecordings() {}

  /**
   * Starts a recorder whose thread runs until it is closed.
   *
   * @param directory of the recordings; created with the first one
   * @param run directory of the run or of the collector
   * @param revision of the program
   * @param wallClock provides the wall-clock time of an episode's first tick
   */
  public static EpisodeRecorder start(
      Path directory, ControllerConfig config, Path run, String revision, InstantSource wallClock) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("run", String.valueOf(run.getFileName()));
    metadata.put("seed", Long.toString(config.run().seed()));
    metadata.put("learner", config.learner().name());
    metadata.put("revision", revision);
    metadata.put("robot", config.robotDisplayName());
    return EpisodeRecorder.start(
        directory, config.recording(), RobotModel.nominal().mass(), metadata, wallClock);
  }
}
