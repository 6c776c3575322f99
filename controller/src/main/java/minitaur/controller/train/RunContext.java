package minitaur.controller.train;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.lifecycle.LifecycleSettings;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;

/**
 * Robot session and operator interfaces of a training run.
 *
 * @param session the robot
 * @param operator channel to the operator interfaces
 * @param whileWaiting called at each control tick while waiting for the operator, by the thread
 *     that controls the robot; a simulation that runs faster than real time may sleep there
 * @param observer observer of the episodes
 */
public record RunContext(
    RobotSession session,
    OperatorChannel operator,
    Runnable whileWaiting,
    EpisodeObserver observer) {
  /** A training run without an observer. */
  public RunContext(RobotSession session, OperatorChannel operator, Runnable whileWaiting) {
    this(session, operator, whileWaiting, EpisodeObserver.NONE);
  }

  /**
   * The context of a session that was opened for a configuration.
   *
   * @param session not closed
   * @param realTime whether the session runs in real time
   */
  public static RunContext of(
      ControllerConfig config,
      RobotSession session,
      boolean realTime,
      OperatorChannel operator,
      EpisodeObserver observer) {
    // Prevents a busy loop in simulations that run faster than real time.
    long tickNanos = Math.round(1e9 / config.task().timing().policyRateHz());
    Runnable whileWaiting = realTime ? () -> {} : () -> LockSupport.parkNanos(tickNanos);
    return new RunContext(session, operator, whileWaiting, observer);
  }

  /**
   * Creates the lifecycle of this robot's episodes; none has begun.
   *
   * @param policies supplies the policy, once per episode
   * @param sink receives the transitions
   * @param observers notified before the observer of the context. Not modified.
   */
  public EpisodeLifecycle lifecycle(
      ControllerConfig config,
      Supplier<? extends Policy> policies,
      TransitionSink sink,
      List<? extends EpisodeObserver> observers) {
    EpisodeLoop loop = EpisodeLoopFactory.createLoop(session, config.episode(), policies, sink);
    loop.setObserver(EpisodeObserver.all(List.of(EpisodeObserver.all(observers), observer)));
    EpisodeLifecycle lifecycle =
        new EpisodeLifecycle(
            session,
            loop,
            EpisodeLoopFactory.createSupervisor(session, config.episode()),
            LifecycleSettings.of(config.operator(), config.episode(), session),
            operator,
            whileWaiting);
    lifecycle.observe(observer);
    return lifecycle;
  }
}
