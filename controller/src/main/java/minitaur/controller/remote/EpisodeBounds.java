package minitaur.controller.remote;

import java.util.List;
import java.util.Optional;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PhysicalLimits;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Plausibility limits of the values in an episode of a task. An episode that exceeds them was not
 * measured on a working robot, even if its checksum is correct; a single reward of 3e38 would make
 * every later gradient step diverge.
 *
 * @param maxSteps max steps of an episode
 * @param stepSeconds time between two steps
 * @param minReward min reward of a step, at most 0, since a step without a pose has reward 0
 * @param maxReward max reward of a step, at least 0
 */
public record EpisodeBounds(int maxSteps, double stepSeconds, double minReward, double maxReward) {
  private static final double MAX_COUNT = 1e9;

  /** Tolerance for rounding to float, relative to the limit. */
  private static final double ROUNDING = 1e-5;

  private static final List<String> OBSERVATION = ObservationLayout.observationNames();

  /** Limits of a task. */
  public static EpisodeBounds of(TaskSettings task) {
    return new EpisodeBounds(
        task.timing().episodeSteps(),
        task.timing().stepNanos() * 1e-9,
        Math.min(0, task.reward().min()),
        Math.max(0, task.reward().max()));
  }

  /**
   * Describes the first violation in an episode in a sentence that contains the robot, the episode,
   * the value and its limits; empty when all values are plausible.
   */
  public Optional<String> violation(Episode episode) {
    RangeCheck check = new RangeCheck();
    checkSummary(episode, check);
    ReplayRecord record = new ReplayRecord();
    for (int step = 0; step < episode.records() && check.violation == null; step++) {
      episode.read(step, record);
      String suffix = " of step " + step;
      for (int i = 0; i < ObservationLayout.OBSERVATION_SIZE; i++) {
        double limit = PhysicalLimits.maxObservation(i);
        check.between(OBSERVATION.get(i), suffix, record.observation[i], -limit, limit);
      }
      check.between(
          "power", suffix, record.power, -PhysicalLimits.MAX_POWER, PhysicalLimits.MAX_POWER);
      check.between("reward", suffix, record.reward, minReward, maxReward);
    }
    return Optional.ofNullable(check.violation)
        .map(
            found ->
                "Implausible episode %s of robot %s: %s."
                    .formatted(episode.id(), episode.quotedRobot(), found));
  }

  private void checkSummary(Episode episode, RangeCheck check) {
    EpisodeSummary summary = episode.summary();
    double seconds = (summary.steps() + 1) * stepSeconds;
    double distance = PhysicalLimits.MAX_VELOCITY * seconds;
    double energy = PhysicalLimits.MAX_POWER * seconds;
    check.between("number of steps", "", summary.steps(), 0, maxSteps);
    check.between("episode number", "", episode.id().number(), 0, MAX_COUNT);
    check.between("policy ID", "", summary.policyId(), 0, 1e15);
    check.between(
        "return",
        "",
        summary.episodeReturn(),
        summary.steps() * minReward,
        summary.steps() * maxReward);
    check.between(
        "mean velocity",
        "",
        summary.meanForwardVelocityMetresPerSec(),
        -PhysicalLimits.MAX_VELOCITY,
        PhysicalLimits.MAX_VELOCITY);
    check.between("distance", "", summary.distanceMetres(), -distance, distance);
    if (!Double.isNaN(summary.energyJoules())) {
      check.between("energy", "", summary.energyJoules(), -energy, energy);
    }
    if (summary.end() instanceof EpisodeEnd.Termination end) {
      double tilt = PhysicalLimits.MAX_TILT;
      check.between("roll of the fall", "", end.fall().rollRad(), -tilt, tilt);
      check.between("pitch of the fall", "", end.fall().pitchRad(), -tilt, tilt);
    }
    OperatorCounts cost = episode.counts();
    check.between("number of resets", "", cost.resets(), 0, MAX_COUNT);
    check.between("number of stand-ups", "", cost.standUps(), 0, MAX_COUNT);
    check.between("robot time", "", cost.robotSeconds(), 0, MAX_COUNT);
    check.between("operator time", "", cost.humanSeconds(), 0, MAX_COUNT);
  }

  /** Range checks that keep the first violation. */
  private static final class RangeCheck {
    @Nullable String violation;

    void between(String name, String suffix, double value, double min, double max) {
      double rounding = ROUNDING * Math.max(Math.abs(min), Math.abs(max));
      if (violation == null && !(value >= min - rounding && value <= max + rounding)) {
        violation =
            Text.of("the %s%s is %.6g; allowed: %.6g to %.6g", name, suffix, value, min, max);
      }
    }
  }
}
