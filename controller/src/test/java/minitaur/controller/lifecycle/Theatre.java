package minitaur.controller.lifecycle;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorDesk;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.robot.EpisodeLoops;
import minitaur.controller.robot.Rig;
import minitaur.controller.robot.SimulatedRig;

/** A simulated robot, its episodes and an operator who is played. */
final class Theatre {
  private static final TransitionSink NOWHERE =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  final SimulatedRig simulated;
  final Rig rig;
  final OperatorDesk desk;
  final EpisodeLife life;
  Runnable operator = () -> {};

  Theatre(Policy policy, long seed, String... settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      overrides.add(
          new ConfigOverride(setting, setting.substring(0, equals), setting.substring(equals + 1)));
    }
    ControllerConfig config = ConfigReader.read(overrides);
    simulated = new SimulatedRig(config, seed, false);
    rig = simulated;
    InstantSource wallTime = () -> Instant.ofEpochMilli(rig.clock().nanos() / 1_000_000);
    desk = new OperatorDesk(wallTime);
    life =
        new EpisodeLife(
            rig,
            EpisodeLoops.on(rig, config, () -> policy, NOWHERE),
            EpisodeLoops.supervisor(rig, config),
            LifeSettings.of(config, rig),
            desk,
            () -> operator.run());
  }

  /** Lets the life go on until it is in {@code phase}. */
  void advanceTo(Phase phase) {
    for (int i = 0; i < 20_000; i++) {
      if (desk.view().phase() == phase) {
        return;
      }
      life.advance();
    }
    throw new AssertionError("never came to " + phase + ", is in " + desk.view());
  }

  /** Lets the life go on. */
  void advance(int times) {
    for (int i = 0; i < times; i++) {
      life.advance();
    }
  }

  boolean tell(OperatorCommand command) {
    return desk.submit(command, "test").accepted();
  }

  /** Says that what is asked for is done. */
  void confirm() {
    OperatorView view = desk.view();
    if (!tell(new OperatorCommand.ResetDone(view.request().number()))) {
      throw new AssertionError("refused in " + view);
    }
  }
}
