package minitaur.controller.command;

import minitaur.controller.sweep.KubernetesExecutor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for running sweep rows on Kubernetes. */
final class KubernetesOptions {
  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Kubernetes: container image, built from the Dockerfile. Default: none.")
  private @Nullable String image;

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      description =
          "Kubernetes: persistent volume claim for the runs, mountable by all pods. Default: none.")
  private @Nullable String claim;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Kubernetes: namespace. Default: the one of the current context.")
  private @Nullable String namespace;

  /** The target of the executor. Rejects the command line if a required option is missing. */
  KubernetesExecutor.Target target(CommandSpec spec, int jobs, boolean retryFailed) {
    if (image == null || claim == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--executor kubernetes needs " + (image == null ? "--image IMAGE" : "--claim NAME"));
    }
    return new KubernetesExecutor.Target(image, claim, namespace, jobs, retryFailed);
  }
}
