package minitaur.controller.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.robot.SimulationSettings.Profile;
import minitaur.controller.run.CsvTable;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.TaskSettings;

/**
 * A policy that ships with the program: policy, configuration and learning curve of its training
 * run, as resources in {@code policies/TASK-PROFILE}.
 *
 * @param task name of the task that it was trained for, as in {@code task.name}
 * @param profile of the simulated robot that it was trained on
 */
public record PretrainedPolicy(String task, Profile profile) {
  /** All shipped policies. {@code experiments/walking/ship-policy.sh} writes the directories. */
  public static final List<PretrainedPolicy> ALL =
      List.of(
          new PretrainedPolicy(TaskSettings.PAPER, Profile.NOMINAL),
          new PretrainedPolicy(TaskSettings.PAPER, Profile.REALISTIC),
          new PretrainedPolicy(TaskSettings.SUSTAINABLE, Profile.REALISTIC));

  /**
   * An evaluation during the training.
   *
   * @param steps environment steps before it
   * @param result without gait metrics and reward terms
   */
  public record EvaluationPoint(long steps, EvaluationResult result) {}

  /** The tasks with a shipped policy. */
  public static List<String> tasks() {
    return ALL.stream().map(PretrainedPolicy::task).distinct().toList();
  }

  /**
   * The best matching policy for a task and profile: the one trained on the profile, else the one
   * trained on the realistic profile, else any.
   *
   * @return empty if there is none for the task
   */
  public static Optional<PretrainedPolicy> find(String task, Profile profile) {
    List<PretrainedPolicy> candidates =
        ALL.stream().filter(each -> each.task.equals(task)).toList();
    return findByProfile(candidates, profile)
        .or(() -> findByProfile(candidates, Profile.REALISTIC))
        .or(() -> candidates.stream().findFirst());
  }

  private static Optional<PretrainedPolicy> findByProfile(
      List<PretrainedPolicy> candidates, Profile profile) {
    return candidates.stream().filter(each -> each.profile == profile).findFirst();
  }

  /** Name of the directory. */
  public String name() {
    return task + "-" + profile.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The configuration of its training, with overrides.
   *
   * @param overrides Not modified.
   * @throws minitaur.controller.config.ConfigException if an override is invalid
   */
  public ControllerConfig config(List<ConfigOverride> overrides) {
    return ControllerConfig.parse(text("config.yaml"), name() + "/config.yaml", overrides);
  }

  /** Weights and metadata. */
  public StoredPolicy stored() throws IOException {
    String file = "policy.safetensors";
    return StoredPolicy.decode(bytes(file), name() + "/" + file);
  }

  /**
   * The policy without exploration noise, in pure Java: it starts immediately, and inference on
   * single states needs no native library.
   *
   * @throws TrainingException if the configuration has a different task
   */
  public NetworkPolicy deterministic(ControllerConfig config) throws IOException {
    return StoredPolicies.matching(stored(), name(), config).createPolicy(MatrixBackend.EJML, null);
  }

  /** The evaluations of its training. */
  public List<EvaluationPoint> evaluations() throws IOException {
    CsvTable table = CsvTable.parse(text("progress.csv"), Path.of(name(), "progress.csv"));
    double[] steps = table.numbers("step");
    double[] mean = table.numbers("evaluation_return_mean");
    double[] min = table.numbers("evaluation_return_min");
    double[] max = table.numbers("evaluation_return_max");
    double[] velocity = table.numbers("evaluation_velocity_mean");
    double[] falls = table.numbers("evaluation_falls");
    int episodes = config(List.of()).run().evaluationEpisodes();
    EvaluationPoint[] evaluations = new EvaluationPoint[table.size()];
    for (int i = 0; i < evaluations.length; i++) {
      EvaluationResult result =
          new EvaluationResult(
              episodes,
              new EvaluationResult.Returns(mean[i], min[i], max[i]),
              velocity[i],
              (int) falls[i],
              Double.NaN,
              GaitReport.empty(),
              EvaluationResult.NONE.rewardTerms());
      evaluations[i] = new EvaluationPoint((long) steps[i], result);
    }
    return List.of(evaluations);
  }

  private String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String file) {
    String resource = "policies/" + name() + "/" + file;
    try (InputStream in = PretrainedPolicy.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
