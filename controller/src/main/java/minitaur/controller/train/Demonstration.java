package minitaur.controller.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.lifecycle.EpisodeLifecycle.Outcome;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand.Push;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.ProgressRow;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Runs episodes of a policy on a simulated robot and applies the pushes that the operator requests.
 */
public final class Demonstration {
  private final ControllerConfig config;
  private final Policy policy;
  private final OperatorChannel operator;
  private final DoubleConsumer onWalking;

  /**
   * @param operator channel to the operator interfaces; accepts pushes from now on
   * @param onWalking called with the velocity in m/s when the robot first walks, by the thread that
   *     runs the robot
   */
  public Demonstration(
      ControllerConfig config, Policy policy, OperatorChannel operator, DoubleConsumer onWalking) {
    this.config = config;
    this.policy = policy;
    this.operator = operator;
    this.onWalking = onWalking;
    operator.enablePushes();
  }

  /**
   * Runs episodes until a stop is requested.
   *
   * @param session not closed
   * @param observer of the episodes
   * @param listener notified of each episode
   * @param stop polled at each control step; true ends the demonstration
   */
  public void run(
      SimulatedSession session,
      EpisodeObserver observer,
      TrainingListener listener,
      BooleanSupplier stop) {
    EpisodeLifecycle episodes =
        RunContext.of(config, session, true, operator, observer)
            .lifecycle(
                config, () -> policy, TransitionSink.NONE, List.of(new PushObserver(session)));
    while (!stop.getAsBoolean()) {
      if (episodes.advance() == Outcome.EPISODE_ENDED) {
        listener.onEpisode(episodes.summary());
      }
    }
    episodes.finish("the demonstration ended");
  }

  /** Applies the operator's pushes in the simulator and reports the first step that walks. */
  private final class PushObserver implements EpisodeObserver {
    private final SimulatedSession session;
    private boolean walked;

    PushObserver(SimulatedSession session) {
      this.session = session;
    }

    @Override
    public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
      Push push = operator.pollPush();
      if (push != null) {
        session.simulation().push(push.forward(), push.left());
      }
    }

    @Override
    public void transition(Transition transition) {
      if (!walked && transition.velocityMetresPerSec >= ProgressRow.WALKING_METRES_PER_SEC) {
        walked = true;
        onWalking.accept(transition.velocityMetresPerSec);
      }
    }
  }
}
