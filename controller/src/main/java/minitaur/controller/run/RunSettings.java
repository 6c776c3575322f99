package minitaur.controller.run;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Settings of a run: seed, length, evaluation and checkpoints. */
public record RunSettings(
    @Setting(doc = "Random seed. In lock-step mode the same seed gives the same bits.") long seed,
    @Setting(doc = "Length of the training.", unit = "environment steps", source = "paper, 7.2")
        long steps,
    @Setting(
            doc =
                "lock-step: one step, then its updates, in turn. asynchronous: control never waits"
                    + " for the learner.")
        Mode mode,
    @Setting(
            doc =
                "How often the policy is evaluated; a fifth as often after step 20000, except in an"
                    + " external environment.",
            unit = "environment steps",
            source = "definition of the task")
        int evaluationInterval,
    @Setting(
            doc = "Deterministic episodes in an evaluation.",
            unit = "episodes",
            source = "definition of the task")
        int evaluationEpisodes,
    @Setting(
            doc = "Interval between checkpoints, from which a run can be resumed.",
            unit = "environment steps")
        int checkpointInterval,
    @Setting(
            doc =
                "Gradient steps that may be pending in asynchronous mode. Beyond that the oldest"
                    + " are skipped, so that a slow learner or a pause is never followed by a"
                    + " burst of updates.",
            unit = "updates")
        int maxUpdateBacklog) {

  /** The replay file has space for the records of two intervals besides its capacity. */
  private static final int MAX_CHECKPOINT_INTERVAL = 1_000_000;

  /** Scheduling of data collection and learning. */
  public enum Mode {
    /** One environment step, then its updates, sequentially; repeated runs are bit-identical. */
    LOCK_STEP,
    /** Data collection runs at its own rate, as on a robot, in parallel with the learner. */
    ASYNCHRONOUS
  }

  public RunSettings {
    requireAtLeast("steps", steps, 1);
    requireAtLeast("evaluationInterval", evaluationInterval, 1);
    requireBetween("evaluationEpisodes", evaluationEpisodes, 1, 1000);
    require(
        checkpointInterval >= 1 && checkpointInterval <= MAX_CHECKPOINT_INTERVAL,
        "checkpointInterval",
        checkpointInterval,
        "1 to " + MAX_CHECKPOINT_INTERVAL);
    requireAtLeast("maxUpdateBacklog", maxUpdateBacklog, 1);
  }

  /** The project's defaults. */
  public static RunSettings defaults() {
    return new RunSettings(0, 160_000, Mode.LOCK_STEP, 1000, 3, 5000, 500);
  }
}
