package minitaur.controller.training;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.rig.Rig;
import minitaur.controller.rig.Rigs;
import minitaur.controller.run.RunDirectory;

/** A training run from its beginning, or from its newest checkpoint, to its end. */
public final class Training {
  private Training() {}

  /**
   * Trains.
   *
   * @param directory open for this run; what is there already belongs to it
   * @param revision of the program, for the policy's file
   * @param resume whether to go on from the newest checkpoint
   * @param listener called from the calling thread
   * @param stop asked again and again whether to end at the end of the episode under way, with a
   *     checkpoint
   * @return whether the run came to its configured end
   * @throws minitaur.controller.rig.RigException when the configured robot cannot be used
   * @throws TrainingException when there is nothing to go on from
   * @throws DivergenceException when the learner's numbers would not stay finite
   */
  public static boolean run(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      boolean resume,
      TrainingListener listener,
      BooleanSupplier stop)
      throws IOException {
    boolean lockStep = config.run().mode() == RunConfig.Mode.LOCK_STEP;
    boolean paced = !lockStep && config.sim().realTime();
    try (TrainingRun run = new TrainingRun(config, directory, revision, listener);
        Rig rig = Rigs.open(config, config.run().seed(), paced, directory.nextSeamLog())) {
      if (lockStep) {
        LockStepTraining training = new LockStepTraining(config, rig, run);
        if (resume) {
          training.resume();
        }
        return training.train(stop);
      }
      AsynchronousTraining training = new AsynchronousTraining(config, rig, run);
      if (resume) {
        training.resume();
      }
      return training.train(stop);
    }
  }
}
