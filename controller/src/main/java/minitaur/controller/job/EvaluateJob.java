package minitaur.controller.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.cli.EvaluateRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.policy.SquashedGaussianPolicy;
import minitaur.controller.training.Evaluation;
import minitaur.controller.training.EvaluationResult;
import minitaur.controller.training.StoredPolicies;

/** Measures a policy in simulation. */
public final class EvaluateJob implements Job<EvaluateRequest> {
  private final PrintStream out;

  /**
   * @param out where the result goes
   */
  public EvaluateJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(EvaluateRequest request) throws IOException {
    SquashedGaussianPolicy policy =
        StoredPolicies.deterministic(request.policy(), request.config());
    EvaluationResult result =
        Evaluation.run(request.config(), policy, request.episodes(), request.config().run().seed());
    out.println(request.json() ? json(result) : table(result));
    return ExitCode.OK;
  }

  private static String json(EvaluationResult result) throws IOException {
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
    return new ObjectMapper().writeValueAsString(fields);
  }

  private static String table(EvaluationResult result) {
    return String.format(
        Locale.ROOT,
        """
        mean forward velocity  %8.3f m/s
        mean return            %8.1f  (%.1f to %.1f)
        falls                  %8d of %d episodes
        energy                 %8.0f J/m
        walks                  %8s""",
        result.meanVelocityMetresPerSec(),
        result.meanReturn(),
        result.minimumReturn(),
        result.maximumReturn(),
        result.falls(),
        result.episodes(),
        result.energyJoulesPerMetre(),
        result.walks() ? "yes" : "no");
  }
}
