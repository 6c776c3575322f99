package minitaur.controller.remote;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;

/** A training that is small enough for a test. */
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

  /** Listens to nothing. */
  static final class Silent implements TrainingListener {
    @Override
    public void onStart(long steps) {}

    @Override
    public void onSteps(long steps, long updatesOwed, double temperature) {}

    @Override
    public void onEpisode(EpisodeSummary summary) {}

    @Override
    public void onEvaluation(long steps, EvaluationResult result) {}
  }
}
