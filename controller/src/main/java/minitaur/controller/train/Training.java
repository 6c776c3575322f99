package minitaur.controller.train;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessionFactory;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;

/**
 * Runs training in this process, from the beginning or the newest checkpoint to the end. Each
 * {@code run} takes an open directory, whose existing files belong to the run, the revision of the
 * program for the policy files, a listener, called on the calling thread, and {@code stop}, which
 * is polled: when it is true the run ends after the current episode, with a checkpoint. It returns
 * whether the run reached its configured end, and throws a {@link TrainingException} if the run
 * cannot be resumed and a {@link DivergenceException} if the learner diverges repeatedly.
 */
public final class Training {
  private Training() {}

  /** Whether a training run with this configuration runs in real time. */
  public static boolean isRealTime(ControllerConfig config) {
    return config.robot().isSerial()
        || (config.run().mode() != RunSettings.Mode.LOCK_STEP && config.sim().realTime());
  }

  /**
   * Trains without an operator.
   *
   * @throws minitaur.controller.robot.RobotException if the configured robot cannot be used
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
   * Trains with an operator.
   *
   * @param operator channel to the operator interfaces
   * @param observerFactory creates the observer of the episodes, given the robot
   * @throws minitaur.controller.robot.RobotException if the configured robot cannot be used
   */
  public static boolean run(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      BooleanSupplier stop,
      OperatorChannel operator,
      Function<? super RobotSession, ? extends EpisodeObserver> observerFactory)
      throws IOException {
    boolean realTime = isRealTime(config);
    try (RobotSession session =
        RobotSessionFactory.open(
            config.hardware(),
            config.task(),
            config.run().seed(),
            realTime,
            directory.nextRobotIoLog())) {
      RunContext context =
          RunContext.of(config, session, realTime, operator, observerFactory.apply(session));
      return run(config, directory, revision, listener, stop, context);
    }
  }

  /**
   * Trains on an environment in another process.
   *
   * @param environments not closed
   * @throws minitaur.controller.external.EnvironmentException if the environment fails
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
