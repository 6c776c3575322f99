package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.Lane;
import minitaur.controller.episode.safety.SafetySettings;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.robot.SimulationSettings.Battery;
import minitaur.controller.robot.SimulationSettings.Profile;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import minitaur.hal.random.RandomStream;
import minitaur.sim.PowerProfile;
import minitaur.sim.SimulationProfile;
import minitaur.sim.device.BatteryPack;
import minitaur.sim.dynamics.BlockState;
import minitaur.sim.terrain.Box;
import org.junit.jupiter.api.Test;

class SimulatedSessionTest {
  @Test
  void defaultPowerProfileIsIdeal() {
    assertThat(power(SimulationSettings.defaults()))
        .isEqualTo(SimulationProfile.realistic().power())
        .isEqualTo(PowerProfile.ideal(SimulationProfile.realistic().power().volts()));
  }

  @Test
  void usesConfiguredBattery() {
    PowerProfile power =
        power(new SimulationSettings(Profile.REALISTIC, "flat", Battery.LITHIUM_POLYMER, 25, true));
    assertThat(power.pack()).isEqualTo(BatteryPack.lithiumPolymer());
    assertThat(power.restSeconds()).isEqualTo(25);
    assertThat(power.volts()).isEqualTo(SimulationProfile.realistic().power().volts());
  }

  @Test
  void rejectsNegativeRestTime() {
    assertThatThrownBy(
            () -> new SimulationSettings(Profile.NOMINAL, "flat", Battery.IDEAL, -1, true))
        .hasMessageContaining("restSeconds");
  }

  @Test
  void startsInPoseOfActionZero() {
    for (TaskSettings task : TaskSettings.all()) {
      try (SimulatedSession session =
          new SimulatedSession(HardwareSettings.defaults(), task, 0, false)) {
        session.resetRobot();
        RobotState state = new RobotState();
        session.robot().read(state);
        for (double angle : state.motorAngleRad) {
          // Swing and extension are random, and the encoders have 12 bits.
          assertThat(angle)
              .isCloseTo(
                  task.actionMap().extensionMid(),
                  within(2 * task.startJitter() + 2 * Math.PI / 4096));
        }
      }
    }
  }

  @Test
  void reportsTerrainAndBlocksToObserver() {
    HardwareSettings defaults = HardwareSettings.defaults();
    SimulationSettings sim =
        new SimulationSettings(Profile.NOMINAL, "blocks", Battery.IDEAL, 0, true);
    EpisodeSettings settings =
        new EpisodeSettings(
            TaskSettings.paper().with(new EpisodeTiming(50, 10)),
            SafetySettings.defaults(),
            Lane.unlimited());
    try (SimulatedSession session =
        new SimulatedSession(
            new HardwareSettings(defaults.robot(), sim, defaults.mocap()),
            settings.task(),
            0,
            false)) {
      EpisodeLoop loop =
          EpisodeLoopFactory.createLoop(
              session, settings, () -> new UniformPolicy(RandomStream.of(1, "test")), NO_SINK);
      List<TerrainShape> terrains = new ArrayList<>();
      List<String> calls = new ArrayList<>();
      loop.setObserver(
          new EpisodeObserver() {
            @Override
            public void terrain(TerrainShape terrain) {
              terrains.add(terrain);
            }

            @Override
            public void block(int index, Pose pose) {
              BlockState block = session.simulation().dynamics().block(index);
              assertThat(pose.xMetres).isEqualTo(block.position[0]);
              assertThat(pose.qz).isEqualTo(block.quaternion[3]);
              calls.add("block " + index);
            }

            @Override
            public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
              calls.add("tick");
            }
          });
      session.resetRobot();
      loop.begin(0);
      while (loop.tick()) {
        // All work is done in the condition.
      }
      loop.finish();
      assertThat(terrains).hasSize(1);
      Box first = session.simulation().dynamics().block(0).block().box();
      assertThat(terrains.get(0).blocks()).hasSize(6);
      assertThat(terrains.get(0).blocks().get(0).x()).isEqualTo(first.x());
      assertThat(terrains.get(0).blocks().get(0).sizeZ()).isEqualTo(0.06);
      assertThat(calls).hasSize(11 * 7);
      assertThat(calls.subList(0, 7))
          .containsExactly(
              "block 0", "block 1", "block 2", "block 3", "block 4", "block 5", "tick");
    }
  }

  private static final TransitionSink NO_SINK =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  private static PowerProfile power(SimulationSettings sim) {
    HardwareSettings defaults = HardwareSettings.defaults();
    return SimulatedSession.profile(new HardwareSettings(defaults.robot(), sim, defaults.mocap()))
        .power();
  }
}
