package minitaur.controller.console.web;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Training;

/** A training run with a small learner and a page. */
final class SmallRun {
  private static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);

  final OperatorChannel channel = new OperatorChannel(InstantSource.system());
  final List<String> lines = new ArrayList<>();
  private final ControllerConfig config;
  private final ConsoleInterface console;
  private volatile boolean stopping;

  SmallRun(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "sim.profile=nominal",
                "run.steps=400",
                "run.evaluationInterval=200",
                "run.evaluationEpisodes=1",
                "task.episodeSteps=100",
                "learner.batchSize=16",
                "learner.hiddenUnits=12",
                "learner.randomSteps=100",
                "learner.replayCapacity=1000",
                "compute.threads=1"));
    all.addAll(List.of(settings));
    config =
        ControllerConfig.read(
            all.stream().map(setting -> ConfigOverride.parse("--set", setting)).toList());
    console =
        new ConsoleInterface(
            new ConsoleSettings(true, "127.0.0.1", 0, TestServers.TOKEN),
            RobotDescription.of(config, RunDescription.named("test")),
            false,
            lines::add);
  }

  /** Serves the page and returns its address. */
  String serve() {
    console.start(channel);
    return lines.get(0).substring("Page: ".length());
  }

  /** Trains on the calling thread, to the end or until it is stopped. */
  void train(Path directory) throws IOException {
    try (RunDirectory run = RunDirectory.create(directory, config, BUILD);
        console) {
      Training.run(
          config,
          run,
          BUILD.revision(),
          console.training(),
          () -> stopping,
          channel,
          console::episodes);
    }
  }

  void stop() {
    stopping = true;
  }
}
