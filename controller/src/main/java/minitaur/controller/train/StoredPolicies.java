package minitaur.controller.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.random.RandomStream;

/** Loads policies from files for a given configuration. */
public final class StoredPolicies {
  private StoredPolicies() {}

  /**
   * The policy in a file, without exploration noise.
   *
   * @throws TrainingException if its metadata contradicts the configuration
   * @throws IOException if the file cannot be read or is damaged
   */
  public static NetworkPolicy deterministic(Path file, ControllerConfig config) throws IOException {
    return matching(file, config).createPolicy(Backends.choose(config), null);
  }

  /**
   * The policy in a file.
   *
   * @throws TrainingException if its metadata contradicts the configuration
   * @throws IOException if the file cannot be read or is damaged
   */
  public static StoredPolicy matching(Path file, ControllerConfig config) throws IOException {
    return matching(StoredPolicy.read(file), file.toString(), config);
  }

  /**
   * Checks that a policy matches the configuration, and returns it.
   *
   * @param name name of the policy in messages
   * @throws TrainingException if it was trained for a different task
   */
  static StoredPolicy matching(StoredPolicy stored, String name, ControllerConfig config)
      throws TrainingException {
    List<String> differences = differences(stored, config);
    if (!differences.isEmpty()) {
      throw new TrainingException(
          "%s: this policy was trained for another task: %s. Specify the configuration that it was trained with by --config."
              .formatted(name, String.join("; ", differences)));
    }
    return stored;
  }

  /**
   * Mismatches between policy metadata and configuration, one line each, with the name of the
   * field; empty if the policy may act.
   */
  public static List<String> differences(StoredPolicy stored, ControllerConfig config) {
    return PolicyMetadata.differences(stored.metadata(), config);
  }

  /**
   * A policy with exploration noise and the weights of a stored policy.
   *
   * @param noise random stream of the noise; retained
   */
  public static NetworkPolicy exploring(
      StoredPolicy stored, ControllerConfig config, RandomStream noise) {
    return stored.createPolicy(Backends.choose(config), noise);
  }
}
