package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** Which episodes are recorded for people to look at, as MCAP files. */
public record RecordingConfig(
    @Setting(
            doc =
                "Every how many episodes of the training one is recorded, the first among them; 0"
                    + " records none. An episode of 500 steps takes 2 to 3 MB.",
            unit = "episodes")
        int every,
    @Setting(doc = "How many recordings are kept; older ones are deleted.", unit = "episodes")
        int keep) {

  /** Refuses impossible values. */
  public RecordingConfig {
    require(every >= 0, "every", every, "a whole number of at least 0");
    require(keep >= 1, "keep", keep, "a whole number of at least 1");
  }

  /** The project's defaults. */
  public static RecordingConfig defaults() {
    return new RecordingConfig(50, 20);
  }
}
