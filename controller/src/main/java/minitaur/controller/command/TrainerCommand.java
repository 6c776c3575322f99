package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.LearningOptions;
import minitaur.controller.command.options.OptionCheck;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.command.options.TokenOptions;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.console.terminal.TrainingProgress;
import minitaur.controller.remote.BearerToken;
import minitaur.controller.remote.EpisodeBounds;
import minitaur.controller.remote.Intake;
import minitaur.controller.remote.PolicyStore;
import minitaur.controller.remote.RunAgreement;
import minitaur.controller.remote.RunIdentity;
import minitaur.controller.remote.ServiceSettings;
import minitaur.controller.remote.TrainerProgress;
import minitaur.controller.remote.TrainerService;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.ResumeCheck;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
    name = "trainer",
    header = "Train from episodes that collectors send.",
    description = {
      "Accepts episodes from collectors (minitaur collect), trains on them and serves the newest"
          + " policy. Episodes are acknowledged after they are on disk: the process can be killed"
          + " at any time and restarted with the same command.",
      "The directory of the run is self-contained: copy it to another computer to resume the run"
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
final class TrainerCommand extends ProgramCommand {
  /** A finished trainer waits only for collectors that it has seen within this time. */
  private static final long RECENT_CONTACT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final long MAX_SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Clock clock = new SystemClock();
  private final FileOperations files = new LocalFileOperations();

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final LearningOptions learningOptions = new LearningOptions();
  @Mixin private final TokenOptions tokenOptions = new TokenOptions();
  @Mixin private final ServiceOptions serviceOptions = new ServiceOptions();

  @Option(
      names = "--lock-step",
      description = "Collector and learner take turns, episode by episode. Default: neither waits.")
  private boolean lockStep;

  @Option(names = "--no-evaluation", description = "Do not evaluate the policy in simulation.")
  private boolean noEvaluation;

  @Option(
      names = "--accept-config",
      description =
          "When resuming: use config.yaml although it differs from the configuration of the"
              + " checkpoint.")
  private boolean acceptConfig;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description =
          "Directory of the run. A new or empty one starts a run; otherwise the run in it is"
              + " resumed with its configuration. Default: runs/<date-time>-<profile>-seed<N>.")
  private @Nullable Path runDirectory;

  /** Address, port and TLS of the service. */
  @OptionHeading("Connection")
  static final class ServiceOptions {
    @Option(
        names = "--bind",
        paramLabel = "ADDRESS",
        defaultValue = "127.0.0.1",
        description =
            "Address to listen at; 0.0.0.0 for the whole network, which requires a token.")
    private String bind;

    @Option(
        names = "--http-port",
        paramLabel = "N",
        defaultValue = "8090",
        description = "TCP port to listen at; 0 for any free port.")
    private int port;

    @Option(
        names = "--tls-keystore",
        paramLabel = "FILE",
        description =
            "Certificate and key for TLS, PKCS 12; see the documentation of remote"
                + " training. Default: no TLS.")
    private @Nullable Path keystore;

    @Option(
        names = "--tls-password-file",
        paramLabel = "FILE",
        description = "File with the password of the keystore in its first line. Default: none.")
    private @Nullable Path passwordFile;

    ServiceSettings settings(CommandSpec spec, @Nullable BearerToken token) throws IOException {
      OptionCheck.require(spec, port >= 0 && port <= 65_535, "--http-port", port, "0 to 65535");
      OptionCheck.requireUsed(spec, keystore != null, "--tls-keystore", "--tls-password-file");
      String password = passwordFile == null ? "" : TokenOptions.firstLine(passwordFile);
      ServiceSettings settings =
          new ServiceSettings(
              bind,
              port,
              token,
              keystore == null ? null : new ServiceSettings.Keystore(keystore, password));
      settings.check();
      return settings;
    }
  }

  private TrainerCommand(Program program) {
    super(program);
  }

  /** The command with its subcommand. */
  static CommandLine create(Program program) {
    CommandLine line = new CommandLine(new TrainerCommand(program));
    line.addSubcommand(new TrainerStatusCommand(program));
    return line;
  }

  @Override
  public ExitCode call() throws IOException {
    ServiceSettings settings = serviceSettings();
    ControllerConfig requested = config();
    Path path = program.runPath(runDirectory, requested);
    boolean resume = Files.exists(path.resolve("config.yaml"));
    ControllerConfig config = resume ? storedConfig(path, requested) : requested;
    try (StopSignal stop = new StopSignal(() -> out.println("Stopping ..."));
        RunDirectory directory = program.openRun(path, config, resume)) {
      boolean finished = serve(config, settings, directory, stop);
      return program.reportEnd(finished, directory, "trainer --run-dir");
    }
  }

  private boolean serve(
      ControllerConfig config, ServiceSettings settings, RunDirectory directory, StopSignal stop)
      throws IOException {
    int maxEpisodeSteps = config.task().timing().episodeSteps();
    long run = RunIdentity.of(directory.path(), files);
    Intake intake = Intake.open(directory.path(), run, EpisodeBounds.of(config.task()), files);
    PolicyStore policies = new PolicyStore();
    try (TrainingProgress progressOutput =
        learningOptions.progress(out, config.run().steps(), () -> false)) {
      TrainerProgress progress = new TrainerProgress();
      try (Trainer trainer =
          Trainer.onRemoteEpisodes(
              config,
              directory,
              program.build().describeRevision(),
              TrainingListener.all(List.of(progress, progressOutput)),
              intake,
              policies)) {
        trainer.begin();
        TrainerService.Run servedRun =
            new TrainerService.Run(
                run,
                RunAgreement.of(config, program.build().version()),
                config.run().mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                config.run().steps(),
                maxEpisodeSteps);
        try (TrainerService service =
            new TrainerService(
                settings, servedRun, intake, policies, progress, trainer::status, clock)) {
          service.start();
          out.println("Waiting for collectors at " + service.url());
          out.println("On the robot: minitaur collect --trainer " + service.url());
          boolean finished = trainer.train(stop::isRequested);
          if (finished) {
            awaitCollectors(service, stop);
          }
          return finished;
        }
      }
    }
  }

  /** Serves until the collectors know that the training is finished, so that they exit too. */
  private void awaitCollectors(TrainerService service, StopSignal stop) {
    long end = clock.nanos() + MAX_SHUTDOWN_NANOS;
    while (!service.allAcknowledgedEnd(RECENT_CONTACT_NANOS)
        && clock.nanos() < end
        && !stop.isRequested()) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  ServiceSettings serviceSettings() throws IOException {
    return serviceOptions.settings(spec, tokenOptions.read());
  }

  /** The configuration that the options select. */
  ControllerConfig config() {
    List<ConfigOverride> overrides = shortcuts();
    if (!lockStep) {
      RunOptions.addTo(overrides, "trainer", "run.mode", "asynchronous");
    }
    return configOptions.read(overrides);
  }

  /** The short options that were given, as overrides. */
  private List<ConfigOverride> shortcuts() {
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    learningOptions.addTo(overrides);
    if (lockStep) {
      RunOptions.addTo(overrides, "--lock-step", "run.mode", "lock-step");
    }
    if (noEvaluation) {
      RunOptions.addTo(
          overrides,
          "--no-evaluation",
          "run.evaluationInterval",
          Integer.toString(Integer.MAX_VALUE));
    }
    return overrides;
  }

  /**
   * The configuration of the run to resume, with the requested number of steps; rejects other
   * options that contradict it.
   */
  ControllerConfig storedConfig(Path directory, ControllerConfig requested) throws IOException {
    List<ConfigOverride> steps = new ArrayList<>();
    learningOptions.addStepsTo(steps);
    ControllerConfig stored = ResumeCheck.config(directory, steps, acceptConfig);
    List<String> contradictions = contradictions(stored, requested);
    if (!contradictions.isEmpty()) {
      throw usageError(
          directory
              + " holds a run with other settings: "
              + String.join("; ", contradictions)
              + ". Omit the settings to resume it, or name another directory.");
    }
    return stored;
  }

  /** The options whose settings differ from those of the stored configuration. */
  private List<String> contradictions(ControllerConfig stored, ControllerConfig requested) {
    Map<String, String> storedValues = ConfigWriter.settings(stored);
    Map<String, String> requestedValues = ConfigWriter.settings(requested);
    Map<String, String> options = new LinkedHashMap<>();
    if (configOptions.file() != null) {
      requestedValues.keySet().forEach(key -> options.put(key, "--config"));
    }
    Stream.concat(configOptions.assignments().stream(), shortcuts().stream())
        .forEach(override -> options.put(override.path(), override.origin()));
    List<String> contradictions = new ArrayList<>();
    options.forEach(
        (key, option) -> {
          String value = requestedValues.get(key);
          String storedValue = storedValues.get(key);
          if (!Objects.equals(value, storedValue)) {
            contradictions.add(
                "%s is %s, requested is %s (%s)"
                    .formatted(key, storedValue == null ? "not set" : storedValue, value, option));
          }
        });
    return contradictions;
  }
}
