package minitaur.controller.train;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.ReplayWriter;

/**
 * One environment step, then the gradient steps that it earns, in one thread of control: the same
 * seed gives the same bits, and so does a run that was killed and resumed.
 */
final class LockStepTraining {
  private final TrainingRun run;
  private final long wantedSteps;
  private final Collector collector;

  LockStepTraining(ControllerConfig config, TrainingRun run, Surroundings surroundings) {
    this.run = run;
    wantedSteps = config.run().steps();
    collector =
        new Collector(
            config,
            surroundings,
            run.behaviour(run::policy, policy -> {}),
            new ReplayWriter(run.replay()),
            run.observer());
  }

  /**
   * Goes back to the newest checkpoint.
   *
   * @throws TrainingException when there is none, or it does not fit together
   */
  void resume() throws IOException {
    DataInputStream in = run.resume(true);
    collector.restore(in);
    Checkpoint.requireEnd(in);
    if (collector.steps() != run.steps()) {
      throw new TrainingException(
          "The checkpoint says both %d and %d environment steps, so it was made by another version"
                  .formatted(run.steps(), collector.steps())
              + " of the program. Go on with that version, or start a new run.");
    }
  }

  /**
   * Trains to the configured number of steps.
   *
   * @param stop asked between episodes whether to stop there
   * @return whether it came to the end
   */
  boolean train(BooleanSupplier stop) throws IOException {
    run.start();
    while (run.steps() < wantedSteps) {
      switch (collector.advance()) {
        case STEP -> {
          learn();
          run.advanceTo(collector.steps());
        }
        case EPISODE_ENDED -> {
          run.episodeEnded(collector.summary(), collector.counts());
          if (stops(stop)) {
            return false;
          }
          if (run.isCheckpointDue()) {
            run.checkpoint(collector::save);
          }
        }
        case WAITED -> {
          if (stops(stop)) {
            return false;
          }
        }
      }
    }
    collector.finish("the training is complete");
    return true;
  }

  private boolean stops(BooleanSupplier stop) throws IOException {
    if (collector.isInEpisode() || !stop.getAsBoolean()) {
      return false;
    }
    run.checkpoint(collector::save);
    collector.finish("the training was stopped; it can go on later");
    return true;
  }

  private void learn() {
    for (long owed = run.updatesOwed(collector.steps()); owed > 0; owed--) {
      run.update();
    }
  }
}
