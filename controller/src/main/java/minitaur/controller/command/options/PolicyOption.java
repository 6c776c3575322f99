package minitaur.controller.command.options;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.StoredPolicies;
import picocli.CommandLine.Option;

/** The policy that a command uses. */
public final class PolicyOption {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      required = true,
      description = "The policy, such as policy.safetensors of a run.")
  private Path file;

  /** The policy without exploration noise; see {@link StoredPolicies#deterministic}. */
  public NetworkPolicy deterministic(ControllerConfig config) throws IOException {
    return StoredPolicies.deterministic(file, config);
  }

  /** The stored policy; see {@link StoredPolicies#matching}. */
  public StoredPolicy matching(ControllerConfig config) throws IOException {
    return StoredPolicies.matching(file, config);
  }
}
