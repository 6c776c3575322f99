package minitaur.controller.command;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.OperatorOptions;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RobotOptions;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.command.options.TokenOptions;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.OperatorChoice;
import minitaur.controller.console.OperatorSession;
import minitaur.controller.console.PageChoice;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.record.EpisodeRecorder;
import minitaur.controller.remote.CollectorDirectory;
import minitaur.controller.remote.RobotCollector;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessionFactory;
import minitaur.controller.robot.SerialPreflight;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.EpisodeRecordings;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "collect",
    header = "Run episodes for a trainer.",
    description = {
      "Runs episodes with the newest policy of the trainer and sends them to it. A running episode"
          + " never waits for the network. A finished episode is first written to disk; without the"
          + " trainer, collection continues until remote.spoolEpisodes episodes are pending.",
      "--hal serial drives the robot on a serial port. The robot must be tracked by motion capture."
          + " The operator confirms resets and can stop and pause, with keys of the terminal, on"
          + " the page, or through a file.",
      "The task settings must equal those of the trainer's run; differences are reported."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur collect --trainer http://localhost:8090",
      "  minitaur collect --trainer http://workstation:8090 \\",
      "      --token-file token.txt --robot rosa",
      "  minitaur collect --trainer https://workstation:8090 --token-file token.txt \\",
      "      --certificate trainer.pem --robot rosa",
      "  minitaur collect --trainer http://workstation:8090 \\",
      "      --token-file token.txt --robot rosa \\",
      "      --hal serial --port /dev/ttyACM0 --config robot.yaml --bind 0.0.0.0"
    })
final class CollectCommand extends ProgramCommand {
  private static final Logger LOG = LoggerFactory.getLogger(CollectCommand.class);
  private static final int MAX_NAME_BYTES = 48;
  private static final int EPISODES_PER_LINE = 10;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();
  @Mixin private final OperatorOptions operatorOptions = new OperatorOptions();
  @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin private final TokenOptions tokenOptions = new TokenOptions();

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      description =
          "Unique name of this robot; its calibration must be made for that name. Short for --set"
              + " robot.name=NAME. Default: ${bundle:robot.name}.")
  private @Nullable String name;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of the collector. Default: runs/collector-<name>.")
  private @Nullable Path directory;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description =
          "Stop after N episodes, once the trainer has received all; 0 only sends pending episodes."
              + " Default: until the training ends.")
  private @Nullable Long episodes;

  @Option(names = "--keep-sent", description = "Keep sent episodes in spool/sent.")
  private boolean keepSent;

  /** The trainer. */
  @OptionHeading("Connection")
  static final class ConnectionOptions {
    @Option(
        names = "--trainer",
        paramLabel = "URL",
        required = true,
        description = "URL of the trainer.")
    private URI trainer;

    @Option(
        names = "--certificate",
        paramLabel = "FILE",
        description =
            "Certificate of the trainer, PEM; no other is trusted. Default: the system's"
                + " certificates.")
    private @Nullable Path certificate;
  }

  CollectCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    FileOperations files = new LocalFileOperations();
    ControllerConfig config = config();
    OperatorChoice operator = operatorOptions.choice();
    PageChoice page = operatorOptions.page(config.console());
    boolean paced = config.robot().isSerial() || config.sim().realTime();
    TrainerClient trainer = new TrainerClient(connection(config));
    if (maxEpisodes() != 0) {
      new SerialPreflight(config.hardware(), new SystemClock()).check(directory(config));
    }
    try (CollectorDirectory directory = CollectorDirectory.open(directory(config), files)) {
      program.logTo(directory.log());
      out.println("Collecting for " + connectionOptions.trainer + " in " + directory.path());
      try (StopSignal stop = new StopSignal(this::announceStop);
          OperatorSession session =
              new OperatorSession(
                  config,
                  operator,
                  page,
                  RunDescription.collector(directory.path(), program.build().describeRevision()),
                  paced,
                  program.in(),
                  out);
          RobotCollector collector =
              new RobotCollector(
                  new RobotCollector.Settings(
                      config, config.robot().name(), program.build().version(), keepSent),
                  directory,
                  trainer,
                  session.withPageUpdates(TrainingListener.silent()),
                  files,
                  new SystemClock())) {
        boolean stopped =
            maxEpisodes() == 0
                ? !collector.join(stop::isRequested) || collector.send(stop::isRequested)
                : collect(config, paced, directory, session, collector, stop);
        out.printf(
            "%s: %d episodes collected; %d pending in %s, sent at the next start.%n",
            stopped ? "Stopped" : "Done",
            collector.collected(),
            collector.waiting(),
            directory.spool());
        return stopped ? ExitCode.STOPPED : ExitCode.OK;
      }
    }
  }

  /** Returns whether a stop was requested. */
  private boolean collect(
      ControllerConfig config,
      boolean paced,
      CollectorDirectory directory,
      OperatorSession session,
      RobotCollector collector,
      StopSignal stop)
      throws IOException {
    session.start();
    if (!collector.join(stop::isRequested)) {
      return true;
    }
    try (EpisodeRecorder recorder =
            EpisodeRecordings.start(
                directory.recordings(),
                config,
                directory.path(),
                program.build().describeRevision(),
                program.clock());
        RobotSession robotSession =
            RobotSessionFactory.open(
                config.hardware(),
                config.task(),
                collector.robotSeed(),
                paced,
                directory.robotIoLog())) {
      EpisodeObserver observer =
          EpisodeObserver.all(List.of(recorder, session.episodeObserver(robotSession)));
      return collector.collect(
          RunContext.of(config, robotSession, paced, session.channel(), observer),
          maxEpisodes(),
          summary -> report(collector, summary),
          stop::isRequested);
    }
  }

  private void announceStop() {
    out.println("Stopping at the end of this episode ...");
  }

  private void report(RobotCollector collector, EpisodeSummary summary) {
    LOG.info(
        "Episode {}: {}, return {}, policy {}.",
        summary.index(),
        summary.describeEnd(),
        Text.number("%.1f", summary.episodeReturn()),
        summary.policyId());
    if (summary.index() % EPISODES_PER_LINE == 0) {
      out.printf(
          Locale.ROOT,
          "episode %d: %s, return %s, %s m/s, policy %d; %d pending%n",
          summary.index(),
          summary.describeEnd(),
          Text.number("%.1f", summary.episodeReturn()),
          Text.number("%.2f", summary.meanForwardVelocityMetresPerSec()),
          summary.policyId(),
          collector.waiting());
    }
  }

  TrainerClient.Settings connection(ControllerConfig config) throws IOException {
    return new TrainerClient.Settings(
        connectionOptions.trainer,
        tokenOptions.read(),
        connectionOptions.certificate,
        Duration.ofNanos((long) (config.remote().timeoutSeconds() * 1e9)));
  }

  /** The effective configuration. */
  ControllerConfig config() {
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    RunOptions.addTo(overrides, "--robot", "robot.name", name);
    ControllerConfig config = robotOptions.read(configOptions, overrides);
    String robot = config.robot().name();
    boolean valid =
        robot.matches("[\\w.-]+")
            && robot.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    require(valid, "robot.name", robot, "at most 48 letters, digits, dashes, dots, underscores");
    require(maxEpisodes() >= 0, "--episodes", episodes, "0 or more");
    return config;
  }

  Path directory(ControllerConfig config) {
    return directory == null ? Path.of("runs", "collector-" + config.robot().name()) : directory;
  }

  private long maxEpisodes() {
    return episodes == null ? Long.MAX_VALUE : episodes;
  }
}
