package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessions;
import minitaur.controller.train.Evaluation;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.StoredPolicies;
import minitaur.hal.Motor;

/** Measures a policy, in simulation or on a robot. */
public final class EvaluateJob implements Job<EvaluateRequest> {
  private final Reader in;
  private final PrintStream out;

  /**
   * @param in what the operator of a real robot types
   * @param out where the result goes
   */
  public EvaluateJob(Reader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public ExitCode run(EvaluateRequest request) throws IOException {
    SquashedGaussianPolicy policy =
        StoredPolicies.deterministic(request.policy(), request.config());
    ControllerConfig config = request.config();
    try (StopSignal stop = new StopSignal(() -> {});
        RobotSession rig = RobotSessions.open(config, config.run().seed(), false, request.log())) {
      Optional<EvaluationResult> result =
          Evaluation.run(
              config,
              policy,
              request.episodes(),
              rig,
              new TypedConfirmation(in, stop::isRequested),
              stop::isRequested);
      result.ifPresent(shown -> print(shown, request.json()));
      return stop.isRequested() ? ExitCode.STOPPED : ExitCode.OK;
    }
  }

  private void print(EvaluationResult result, boolean json) {
    out.println(json ? json(result) : table(result));
  }

  private static String json(EvaluationResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("episodes", result.episodes());
    fields.put("mean_forward_velocity_m_per_s", result.meanVelocityMetresPerSec());
    fields.put("mean_return", result.meanReturn());
    fields.put("minimum_return", result.minimumReturn());
    fields.put("maximum_return", result.maximumReturn());
    fields.put("falls", result.falls());
    double energy = result.energyJoulesPerMetre();
    fields.put("energy_j_per_m", Double.isNaN(energy) ? null : energy);
    fields.put("walks", result.walks());
    fields.put("sustainable", result.gait().isSustainable());
    for (GaitMetric metric : GaitMetric.values()) {
      double value = result.gait().value(metric);
      fields.put(metric.key(), Double.isFinite(value) ? value : null);
    }
    return new ObjectMapper().valueToTree(fields).toString();
  }

  private static String table(EvaluationResult result) {
    String summary =
        String.format(
            Locale.ROOT,
            """
            mean forward velocity  %8.3f m/s
            mean return            %8.1f  (%.1f to %.1f)
            falls                  %8d of %d episodes
            energy                 %8.0f J/m
            walks                  %s\
            """,
            result.meanVelocityMetresPerSec(),
            result.meanReturn(),
            result.minimumReturn(),
            result.maximumReturn(),
            result.falls(),
            result.episodes(),
            result.energyJoulesPerMetre(),
            result.describeWalking());
    StringBuilder text = new StringBuilder(summary);
    for (GaitMetric metric : GaitMetric.values()) {
      String unit = metric.unit().equals("1") ? "" : metric.unit();
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-27s %12.2f %-8s %s",
              metric.key(),
              result.gait().value(metric),
              unit,
              metric.description()));
    }
    text.append(String.format("%nmotor                 RMS torque  peak torque (Nm)"));
    for (int i = 0; i < Motor.COUNT; i++) {
      Motor motor = Motor.of(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-20s %11.2f %12.2f",
              motor.name().toLowerCase(Locale.ROOT),
              result.gait().rmsTorque(motor),
              result.gait().peakTorque(motor)));
    }
    return text.toString();
  }
}
