package minitaur.controller.console.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;

class ControlTelemetryTest {
  private final ControlTelemetry telemetry = new ControlTelemetry();
  private final Tick tick = new Tick();
  private final RobotState state = new RobotState();
  private final MotorCommand command = new MotorCommand();
  private final Track track = new Track();
  private final Pose pose = new Pose();
  private final Transition transition = new Transition();
  private long nanos;

  private void step(int step) {
    tick.step = step;
    tick.timeNanos = step * 20_000_000L;
    telemetry.tick(tick, state, command, track);
  }

  @Test
  void readsCompleteNewestStep() {
    command.mode = MotorCommand.Mode.POSITION;
    telemetry.begin(4, 0);
    state.pitchRad = 0.1;
    step(0);
    pose.xMetres = 2;
    telemetry.pose(pose);
    transition.velocityMetresPerSec = 0.7;
    transition.terms.values[2] = -0.2;
    telemetry.transition(transition);
    state.pitchRad = 0.3;
    command.targetAngleRad[7] = 1.5;
    step(1);

    assertThat(telemetry.poll()).isTrue();
    ControlSample sample = telemetry.value();
    assertThat(sample.episode).isEqualTo(4);
    assertThat(sample.step).isEqualTo(1);
    assertThat(sample.running).isTrue();
    assertThat(sample.state.pitchRad).isEqualTo(0.3);
    assertThat(sample.command.targetAngleRad[7]).isEqualTo(1.5);
    assertThat(sample.poseKnown).isTrue();
    assertThat(sample.pose.xMetres).isEqualTo(2);
    assertThat(sample.velocityMetresPerSec).isEqualTo(0.7);
    assertThat(sample.terms.value("pitch")).isEqualTo(-0.2);
    assertThat(telemetry.poll()).isFalse();
  }

  @Test
  void clearsMotionAtEpisodeStart() {
    telemetry.begin(0, 0);
    telemetry.pose(pose);
    transition.velocityMetresPerSec = 0.7;
    telemetry.transition(transition);
    telemetry.end(
        new EpisodeSummary(
            0,
            1,
            new EpisodeSummary.Rewards(0, 0),
            new EpisodeSummary.Motion(0, 0, 0),
            new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.TIME_LIMIT),
            0));
    telemetry.begin(1, 0);
    step(0);

    telemetry.poll();
    assertThat(telemetry.value().poseKnown).isFalse();
    assertThat(telemetry.value().velocityMetresPerSec).isNaN();
  }

  @Test
  void readsTerrainBlocks() {
    telemetry.begin(0, 0);
    TerrainShape terrain = sixBlocks();
    telemetry.terrain(terrain);
    pose.xMetres = 1.5;
    pose.qz = 0.25;
    telemetry.block(5, pose);
    step(0);

    assertThat(telemetry.poll()).isTrue();
    assertThat(telemetry.terrain()).isSameAs(terrain);
    assertThat(telemetry.value().blocks).hasSize(7 * 6);
    assertThat(telemetry.value().blocks[7 * 5]).isEqualTo(1.5);
    assertThat(telemetry.value().blocks[7 * 5 + 6]).isEqualTo(0.25);

    telemetry.begin(1, 0);
    telemetry.terrain(TerrainShape.LEVEL);
    step(0);
    telemetry.poll();
    assertThat(telemetry.value().blocks).isEmpty();
  }

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return nanos;
        }

        @Override
        public void waitUntil(long timeNanos) {
          throw new UnsupportedOperationException();
        }
      };

  private long latencyAt(int step, long now) {
    nanos = now;
    step(step);
    telemetry.poll();
    return telemetry.value().latencyNanos;
  }

  @Test
  void measuresLatencyOnRobotClock() {
    telemetry.setClock(clock);
    telemetry.begin(0, 0);
    assertThat(latencyAt(0, 300_000)).isEqualTo(300_000);
    assertThat(latencyAt(1, 21_500_000)).isEqualTo(1_500_000);
    assertThat(telemetry.latency().percentiles().count()).isEqualTo(2);
  }

  @Test
  void latencyOnOtherClockIsRelativeToMinimum() {
    telemetry.setPacingClock(clock);
    telemetry.begin(0, 0);
    assertThat(latencyAt(0, 7_000_000_000L)).isZero();
    assertThat(latencyAt(1, 7_021_500_000L)).isEqualTo(1_500_000);
    telemetry.begin(1, 0);
    assertThat(latencyAt(0, 9_100_000_000L)).as("first step of the next episode").isZero();
  }

  @Test
  void stepDoesNotAllocate() {
    telemetry.terrain(sixBlocks());
    for (int i = 0; i < 20_000; i++) {
      completeStep(i);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20_000; i++) {
      completeStep(i);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2000);
  }

  private static TerrainShape sixBlocks() {
    double[] none = new double[0];
    Cuboid block = new Cuboid(0, 0, 0, 0.09, 0.09, 0.06, 0);
    return new TerrainShape(none, none, none, none, List.of(), Collections.nCopies(6, block));
  }

  private void completeStep(int i) {
    telemetry.block(i % 6, pose);
    telemetry.pose(pose);
    telemetry.transition(transition);
    step(i);
  }
}
