package minitaur.controller.train;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessions;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;

/** A training run in this process, from its beginning or its newest checkpoint to its end. */
public final class Training {
  private Training() {}

  /** Whether the robot's time is the wall clock's in a training of this configuration. */
  public static boolean isPaced(ControllerConfig config) {
    return config.robot().isSerial()
        || (config.run().mode() != RunSettings.Mode.LOCK_STEP && config.sim().realTime());
  }

  /**
   * Trains.
   *
   * @param directory open for this run; what is there already belongs to it
   * @param revision of the program, for the policy's file
   * @param listener called from the calling thread
   * @param stop asked again and again whether to end at the end of the episode under way, with a
   *     checkpoint
   * @return whether the run came to its configured end
   * @throws minitaur.controller.robot.RobotException when the configured robot cannot be used
   * @throws TrainingException when it cannot resume
   * @throws DivergenceException when the learner's numbers would not stay finite
   */
  public static boolean run(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      BooleanSupplier stop)
      throws IOException {
    OperatorChannel unattended = new OperatorChannel(InstantSource.system());
    return run(config, directory, revision, listener, stop, unattended, r -> EpisodeObserver.NONE);
  }

  /**
   * Trains, with an operator.
   *
   * @param desk channel to the operator interfaces
   * @param watching makes who sees the episodes, given the robot
   * @return whether the run came to its configured end
   * @throws TrainingException when it cannot resume
   * @throws DivergenceException when the learner's numbers would not stay finite
   */
  public static boolean run(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      BooleanSupplier stop,
      OperatorChannel desk,
      Function<? super RobotSession, ? extends EpisodeObserver> watching)
      throws IOException {
    boolean paced = isPaced(config);
    try (RobotSession session =
        RobotSessions.open(
            config.hardware(),
            config.task(),
            config.run().seed(),
            paced,
            directory.nextRobotIoLog())) {
      RunContext context = RunContext.of(config, session, paced, desk, watching.apply(session));
      return run(config, directory, revision, listener, stop, context);
    }
  }

  /**
   * Trains on an environment in another process.
   *
   * @param directory open for this run; what is there already belongs to it
   * @param environments not closed
   * @return whether the run came to its configured end
   * @throws minitaur.controller.external.EnvironmentException when the environment fails
   * @throws TrainingException when it cannot resume
   * @throws DivergenceException when the learner's numbers would not stay finite
   */
  public static boolean run(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      BooleanSupplier stop,
      ExternalEnvironments environments)
      throws IOException {
    try (Trainer trainer =
        Trainer.onEnvironment(config, directory, revision, listener, environments)) {
      trainer.begin();
      return trainer.train(stop);
    }
  }

  /**
   * Trains on any robot.
   *
   * @param context not closed
   * @return whether the run came to its configured end
   * @throws TrainingException when it cannot resume
   * @throws DivergenceException when the learner's numbers would not stay finite
   */
  public static boolean run(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      BooleanSupplier stop,
      RunContext context)
      throws IOException {
    try (Trainer trainer = Trainer.onRobot(config, directory, revision, listener, context)) {
      trainer.begin();
      return trainer.train(stop);
    }
  }
}
