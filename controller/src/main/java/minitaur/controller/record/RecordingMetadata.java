package minitaur.controller.record;

import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata of a run that are stored in each of its recordings. */
public final class RecordingMetadata {
  private RecordingMetadata() {}

  /**
   * Returns the metadata by name.
   *
   * @param robot name of the robot, or "simulated" and its profile
   * @param seed of the run
   * @param run name of the run
   * @param revision of the program
   */
  public static Map<String, String> of(
      String robot, long seed, String learner, String run, String revision) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("run", run);
    metadata.put("seed", Long.toString(seed));
    metadata.put("learner", learner);
    metadata.put("revision", revision);
    metadata.put("robot", robot);
    return metadata;
  }
}
