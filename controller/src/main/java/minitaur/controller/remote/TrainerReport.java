package minitaur.controller.remote;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.train.CollectorStatus;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainerStatus;
import minitaur.hal.Motor;
import org.jspecify.annotations.Nullable;

/**
 * Status of a trainer. In JSON it is one object with the components of all groups in the order of
 * declaration; unknown values are null and omitted.
 *
 * @param lastEpisode null before the first one
 * @param evaluation the newest one; null before the first one
 * @param collectors in the order of their robots' names
 */
public record TrainerReport(
    @JsonUnwrapped Training training,
    @JsonUnwrapped Uploads uploads,
    @JsonUnwrapped Learner learner,
    @JsonUnwrapped @Nullable LastEpisode lastEpisode,
    @JsonUnwrapped @Nullable Evaluation evaluation,
    @JsonSetter(nulls = Nulls.FAIL) List<Collector> collectors) {

  /** Sets a group without its keys to null; Jackson creates it without values. */
  public TrainerReport {
    lastEpisode = lastEpisode == null || lastEpisode.lastEnd == null ? null : lastEpisode;
    evaluation = evaluation == null || evaluation.evaluationGait == null ? null : evaluation;
    collectors = List.copyOf(collectors);
  }

  /** Progress of the training; {@link TrainerStatus} describes the values. */
  public record Training(
      @JsonSetter(nulls = Nulls.FAIL) String run,
      boolean finished,
      boolean exploring,
      long steps,
      long targetSteps,
      long episodes) {}

  /**
   * Episodes received from collectors.
   *
   * @param waiting episodes that the learner does not have yet. Required: a missing value read as 0
   *     would end the learner's turn.
   * @param quarantined number of rejected episodes that were kept
   * @param lastQuarantined description of the last one
   */
  public record Uploads(
      @JsonSetter(nulls = Nulls.FAIL) long waiting,
      long quarantined,
      @Nullable String lastQuarantined) {}

  /**
   * Progress of the learner; {@link TrainerStatus} describes the updates.
   *
   * @param pendingUpdates required, as {@link Uploads#waiting}
   * @param policy id of the newest published policy
   * @param policyDiscarded true if the policy of the last evaluation is discarded, because an
   *     earlier one walks better; otherwise null
   * @param metrics value by name. Not copied.
   */
  public record Learner(
      long updates,
      @JsonSetter(nulls = Nulls.FAIL) long pendingUpdates,
      double updatesPerStep,
      long policy,
      @Nullable Boolean policyDiscarded,
      @Nullable Double temperature,
      @JsonSetter(nulls = Nulls.FAIL) Map<String, Double> metrics) {}

  /** Result of the last episode. */
  public record LastEpisode(
      double lastReturn,
      @JsonProperty("last_velocity_m_per_s") double meanVelocityMetresPerSec,
      String lastEnd) {}

  /**
   * Result of an evaluation.
   *
   * @param evaluationGait known metrics by name, and two arrays of torques by motor, Nm
   */
  public record Evaluation(
      long evaluatedAtStep,
      int evaluationEpisodes,
      @JsonUnwrapped Returns returns,
      int evaluationFalls,
      @JsonProperty("evaluation_velocity_m_per_s") double meanVelocityMetresPerSec,
      boolean walks,
      JsonNode evaluationGait) {
    private static final String RMS_TORQUES = "torque_rms";
    private static final String PEAK_TORQUES = "torque_peak";

    static Evaluation of(long steps, EvaluationResult result) {
      Map<String, Object> gait = new LinkedHashMap<>();
      for (GaitMetric metric : GaitMetric.values()) {
        if (!Double.isNaN(result.gait().value(metric))) {
          gait.put(metric.key(), result.gait().value(metric));
        }
      }
      if (!Double.isNaN(result.gait().value(GaitMetric.RMS_TORQUE))) {
        gait.put(RMS_TORQUES, result.gait().rmsTorques());
        gait.put(PEAK_TORQUES, result.gait().peakTorques());
      }
      return new Evaluation(
          steps,
          result.episodes(),
          new Returns(result.returns().mean(), result.returns().min(), result.returns().max()),
          result.falls(),
          result.meanVelocityMetresPerSec(),
          result.walks(),
          TrainerMessages.JSON.valueToTree(gait));
    }

    EvaluationResult result() {
      return new EvaluationResult(
          evaluationEpisodes,
          new EvaluationResult.Returns(returns.mean, returns.min, returns.max),
          meanVelocityMetresPerSec,
          evaluationFalls,
          /* energyJoulesPerMetre= */ Double.NaN,
          new GaitReport(
              metric -> evaluationGait.path(metric.key()).asDouble(Double.NaN),
              motor -> torque(RMS_TORQUES, motor),
              motor -> torque(PEAK_TORQUES, motor)),
          Map.of());
    }

    private double torque(String key, Motor motor) {
      return evaluationGait.path(key).path(motor.ordinal()).asDouble(Double.NaN);
    }
  }

  /** Returns of the evaluation episodes. */
  public record Returns(
      @JsonProperty("evaluation_return") double mean,
      @JsonProperty("evaluation_return_min") double min,
      @JsonProperty("evaluation_return_max") double max) {}

  /** A robot that collects episodes; {@link CollectorStatus} describes the values. */
  public record Collector(
      @JsonSetter(nulls = Nulls.FAIL) String robot,
      @JsonUnwrapped Activity activity,
      @JsonUnwrapped Contribution contribution,
      long rejected,
      @Nullable String quarantine) {
    CollectorStatus status() {
      Long lag = contribution.policyLagUpdates;
      return new CollectorStatus(
          robot,
          activity.state,
          contribution.share,
          activity.waiting,
          lag == null ? OptionalLong.empty() : OptionalLong.of(lag),
          activity.secondsSinceContact,
          quarantine);
    }
  }

  /** State of a collector at its last contact; see {@link TrainerMessages.Heartbeat}. */
  public record Activity(
      @JsonSetter(nulls = Nulls.FAIL) String state,
      long collected,
      long waiting,
      long secondsSinceContact) {}

  /** Episodes of a collector since the trainer started; the last two are null without one. */
  public record Contribution(
      long episodes,
      long steps,
      double share,
      @Nullable Long lastEpisodeSecondsAgo,
      @Nullable Long policyLagUpdates) {}
}
