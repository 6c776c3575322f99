package minitaur.controller.remote;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.settings.ControllerConfig;

/** A training run that is small enough for tests. */
final class SmallRun {
  static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);

  private SmallRun() {}

  static ControllerConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "run.mode=asynchronous",
                "run.steps=1000000",
                "run.evaluationInterval=2147483647",
                "run.checkpointInterval=8",
                "task.episodeSteps=10",
                "learner.batchSize=4",
                "learner.hiddenUnits=4",
                "learner.randomSteps=10",
                "learner.updatesPerStep=0.5",
                "learner.replayCapacity=1000",
                "compute.threads=1",
                "sim.profile=nominal",
                "sim.realTime=false",
                "remote.timeoutSeconds=20"));
    all.addAll(List.of(settings));
    return ControllerConfig.read(all.stream().map(s -> ConfigOverride.parse("test", s)).toList());
  }
}
