package minitaur.controller.record;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.config.ControllerConfig;

/** The metadata of a run that each of its recordings holds. */
public final class RecordingMetadata {
  private RecordingMetadata() {}

  /**
   * Metadata by name.
   *
   * @param run name of the run
   * @param revision of the program
   */
  public static Map<String, String> of(ControllerConfig config, String run, String revision) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("run", run);
    texts.put("seed", Long.toString(config.run().seed()));
    texts.put("learner", "paper");
    texts.put("revision", revision);
    texts.put(
        "robot",
        config.robot().isSerial()
            ? config.robot().name()
            : "simulated, " + config.sim().profile().name().toLowerCase(Locale.ROOT));
    return texts;
  }
}
