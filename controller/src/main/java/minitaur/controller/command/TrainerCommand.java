package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "trainer",
    header = "Learn from episodes that robots elsewhere collect.",
    description = {
      "Waits for collectors (minitaur collect), learns from the episodes that they send, and hands"
          + " out the newest policy. What was taken in is on the disk before the collector is told;"
          + " the process may be killed at any moment and started again with the same words.",
      "The run's directory holds everything: copied to another computer, the training goes on"
          + " there."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur trainer --run-dir runs/rosa",
      "  minitaur trainer --run-dir runs/rosa --bind 0.0.0.0 --token-file token.txt",
      "  minitaur trainer --run-dir runs/rosa --bind 0.0.0.0 --token-file token.txt \\",
      "      --tls-keystore trainer.p12 --tls-password-file password.txt"
    })
final class TrainerCommand implements Callable<Integer> {
  private final Job<TrainerRequest> job;
  private final Clock clock;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final TokenOptions tokenOptions = new TokenOptions();
  @Mixin private final LearningOptions learningOptions = new LearningOptions();

  @Option(
      names = "--lock-step",
      description =
          "Collector and learner take turns, episode by episode; the default is that neither"
              + " waits.")
  private boolean lockStep;

  @Option(names = "--no-evaluation", description = "Never evaluate the policy in simulation.")
  private boolean noEvaluation;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description =
          "The run's directory. New or empty: a run begins. Otherwise the run in it goes on, with"
              + " its configuration. Default runs/<date-time>-<profile>-seed<N>.")
  private @Nullable Path runDirectory;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen at; default ${DEFAULT-VALUE}: this computer only. 0.0.0.0: every one,"
              + " with a token.")
  private String bind = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8090",
      description = "Port to listen at, 0 for any that is free; default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "Certificate and key to encrypt with, PKCS 12; see docs/pipeline.md.")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "File that holds the keystore's password, in its first line.")
  private @Nullable Path passwordFile;

  TrainerCommand(Job<TrainerRequest> job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "--port is " + port + "; allowed: 0 to 65535");
    }
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    learningOptions.addTo(overrides);
    RunOptions.addTo(
        overrides,
        lockStep ? "--lock-step" : "trainer",
        "run.mode",
        lockStep ? "lock-step" : "asynchronous");
    if (noEvaluation) {
      RunOptions.addTo(
          overrides,
          "--no-evaluation",
          "run.evaluationInterval",
          Integer.toString(Integer.MAX_VALUE));
    }
    ControllerConfig config = configOptions.read(overrides);
    Path directory =
        runDirectory == null
            ? RunDirectory.usualPath(LocalDateTime.now(clock), config)
            : runDirectory;
    boolean resume = Files.exists(directory.resolve("config.yaml"));
    return job.run(
            new TrainerRequest(
                resume ? stored(directory, config) : config,
                directory,
                resume,
                bind,
                port,
                tokenOptions.read(),
                keystore,
                password(),
                learningOptions.showsProgress()))
        .number();
  }

  /** The run's own configuration; settings that contradict it are refused. */
  private ControllerConfig stored(Path directory, ControllerConfig asked) throws IOException {
    List<ConfigOverride> overrides = new ArrayList<>();
    learningOptions.addTo(overrides);
    ControllerConfig stored = RunDirectory.readConfig(directory, overrides);
    boolean given = configOptions.given() || runOptions.given() || lockStep || noEvaluation;
    if (given && !stored.equals(asked)) {
      throw new ParameterException(
          spec.commandLine(),
          directory
              + " holds a run with other settings: "
              + String.join("; ", differences(stored, asked))
              + ". Leave the settings out to go on with it, or name another directory.");
    }
    return stored;
  }

  private static List<String> differences(ControllerConfig stored, ControllerConfig asked) {
    List<String> lines = ConfigWriter.write(stored).lines().toList();
    List<String> others = ConfigWriter.write(asked).lines().toList();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).equals(others.get(i))) {
        found.add(lines.get(i).strip() + " there, " + others.get(i).strip() + " here");
      }
    }
    return found;
  }

  private String password() throws IOException {
    return passwordFile == null
        ? ""
        : Files.readString(passwordFile).lines().findFirst().orElse("").strip();
  }
}
