package minitaur.controller.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.random.RandomStream;

/** Policies from files, for a given configuration. */
public final class StoredPolicies {
  private StoredPolicies() {}

  /**
   * The policy in a file, acting without noise.
   *
   * @throws TrainingException when its metadata contradict the configuration
   * @throws IOException when the file cannot be read or is damaged
   */
  public static SquashedGaussianPolicy deterministic(Path file, ControllerConfig config)
      throws IOException {
    return matching(file, config).actor(Backends.choose(config), null);
  }

  /**
   * The policy in a file.
   *
   * @throws TrainingException when its metadata contradict the configuration
   * @throws IOException when the file cannot be read or is damaged
   */
  public static StoredPolicy matching(Path file, ControllerConfig config) throws IOException {
    return matching(StoredPolicy.read(file), file.toString(), config);
  }

  /**
   * A policy, when it may act.
   *
   * @param name what messages call it
   * @throws TrainingException when it was made for another task than the configuration's
   */
  static StoredPolicy matching(StoredPolicy stored, String name, ControllerConfig config)
      throws TrainingException {
    List<String> differences = differences(stored, config);
    if (!differences.isEmpty()) {
      throw new TrainingException(
          name
              + ": this policy was made for another task: "
              + String.join("; ", differences)
              + ". Give the configuration that it was trained with by --config.");
    }
    return stored;
  }

  /**
   * Contradictions between a policy's metadata and the configuration, one line each, with the name
   * of the field; empty when the policy may act.
   */
  public static List<String> differences(StoredPolicy stored, ControllerConfig config) {
    return PolicyContext.differences(stored.metadata(), config);
  }

  /**
   * A policy that explores, with the weights of a stored one.
   *
   * @param noise where its choice comes from, kept
   */
  public static SquashedGaussianPolicy exploring(
      StoredPolicy stored, ControllerConfig config, RandomStream noise) {
    return stored.actor(Backends.choose(config), noise);
  }
}
