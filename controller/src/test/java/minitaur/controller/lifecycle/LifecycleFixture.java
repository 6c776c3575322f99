package minitaur.controller.lifecycle;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;

/** A simulated robot, its episodes and a simulated operator. */
final class LifecycleFixture {
  private static final TransitionSink NO_SINK =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  final SimulatedSession simulated;
  final RobotSession session;
  final OperatorChannel channel;
  final EpisodeLifecycle lifecycle;
  Runnable operator = () -> {};

  LifecycleFixture(Policy policy, long seed, String... settings) {
    this(policy, seed, robotSession -> robotSession, settings);
  }

  /**
   * @param wrapper wraps the simulated session
   */
  LifecycleFixture(
      Policy policy, long seed, UnaryOperator<RobotSession> wrapper, String... settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      overrides.add(
          new ConfigOverride(setting, setting.substring(0, equals), setting.substring(equals + 1)));
    }
    ControllerConfig config = ControllerConfig.read(overrides);
    simulated = new SimulatedSession(config.hardware(), config.task(), seed, false);
    session = wrapper.apply(simulated);
    InstantSource wallTime = () -> Instant.ofEpochMilli(session.clock().nanos() / 1_000_000);
    channel = new OperatorChannel(wallTime);
    lifecycle =
        new EpisodeLifecycle(
            session,
            EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, NO_SINK),
            EpisodeLoopFactory.createSupervisor(session, config.episode()),
            LifecycleSettings.of(config.operator(), config.episode(), session),
            channel,
            () -> operator.run());
  }

  /** Advances the lifecycle until it is in {@code phase}. */
  void advanceTo(Phase phase) {
    for (int i = 0; i < 20_000; i++) {
      if (channel.view().phase() == phase) {
        return;
      }
      lifecycle.advance();
    }
    throw new AssertionError("did not reach " + phase + ", is in " + channel.view());
  }

  /** Advances the lifecycle. */
  void advance(int times) {
    for (int i = 0; i < times; i++) {
      lifecycle.advance();
    }
  }

  boolean submit(OperatorCommand command) {
    return channel.submit(command, "test").accepted();
  }

  /** Confirms the current request. */
  void confirm() {
    OperatorView view = channel.view();
    if (!submit(new OperatorCommand.ResetDone(view.request().number()))) {
      throw new AssertionError("rejected in " + view);
    }
  }
}
