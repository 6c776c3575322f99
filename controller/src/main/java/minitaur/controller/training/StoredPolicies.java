package minitaur.controller.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.policy.SquashedGaussianPolicy;
import minitaur.controller.policy.StoredPolicy;

/** Policies from files, for a given configuration. */
public final class StoredPolicies {
  private StoredPolicies() {}

  /**
   * The policy in a file, acting without noise.
   *
   * @throws TrainingException when it was made for other ranges, gains or another rate than the
   *     configuration's
   * @throws IOException when the file cannot be read or is damaged
   */
  public static SquashedGaussianPolicy deterministic(Path file, ControllerConfig config)
      throws IOException {
    StoredPolicy stored = StoredPolicy.read(file);
    List<String> differences = PolicyCircumstances.differences(stored.metadata(), config.task());
    if (!differences.isEmpty()) {
      throw new TrainingException(
          file
              + ": this policy was made for another task: "
              + String.join("; ", differences)
              + ". Give the configuration that it was trained with by --config.");
    }
    return stored.actor(Backends.choose(config.sac().matrixBackend()), null);
  }
}
