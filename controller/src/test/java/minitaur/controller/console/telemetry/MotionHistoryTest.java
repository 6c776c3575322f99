package minitaur.controller.console.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import minitaur.controller.console.telemetry.MotionHistory.Motion;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.hal.MotorCommand;
import org.junit.jupiter.api.Test;

class MotionHistoryTest {
  private static final long START = 5_000_000_000L;
  private final MotionHistory history = new MotionHistory();
  private final ControlSample sample = new ControlSample();

  private void record(int step) {
    sample.timeNanos = START + 20_000_000L * step;
    sample.poseKnown = true;
    sample.pose.xMetres = 0.01 * step;
    sample.pose.qw = 1;
    sample.state.motorAngleRad[7] = step;
    sample.command.mode = MotorCommand.Mode.POSITION;
    sample.command.targetAngleRad[0] = -step;
    history.record(sample);
  }

  private void recordEpisode(int index, int steps) {
    history.begin(index, START);
    for (int step = 0; step < steps; step++) {
      record(step);
    }
    history.end();
  }

  @Test
  void storesEveryStepOfEpisode() {
    recordEpisode(3, 500);

    Motion motion = history.find(3);
    assertThat(motion.frames()).hasSize(500 * MotionHistory.FRAME_VALUES);
    int last = 499 * MotionHistory.FRAME_VALUES;
    assertThat(motion.frames()[last]).isEqualTo(9.98f);
    assertThat(motion.frames()[last + 1]).isEqualTo(4.99f);
    assertThat(motion.frames()[last + 7 + 7]).isEqualTo(499);
    assertThat(motion.frames()[last + 15]).isEqualTo(-499);
    assertThat(history.find(2)).isNull();
  }

  @Test
  void downsamplesLongEpisode() {
    recordEpisode(0, 3000);

    Motion motion = history.find(0);
    int frames = motion.frames().length / motion.width();
    assertThat(frames).isEqualTo(750);
    for (int frame = 0; frame < frames; frame++) {
      assertThat(motion.frames()[frame * motion.width() + 14]).isEqualTo(4 * frame);
    }
  }

  @Test
  void storesNewestEpisodes() {
    for (int index = 0; index <= MotionHistory.MAX_EPISODES; index++) {
      recordEpisode(index, 2);
    }

    assertThat(history.find(0)).isNull();
    assertThat(history.find(1)).isNotNull();
    assertThat(history.find(MotionHistory.MAX_EPISODES)).isNotNull();
  }

  @Test
  void storesTerrainAndBlocks() {
    double[] none = new double[0];
    Cuboid block = new Cuboid(0, 0, 0, 0.09, 0.09, 0.06, 0);
    TerrainShape terrain =
        new TerrainShape(none, none, none, none, List.of(), Collections.nCopies(2, block));
    sample.blocks = new double[14];
    sample.blocks[13] = 0.5;
    history.begin(0, START);
    history.terrain(terrain, 14);
    record(0);
    history.end();

    Motion motion = history.find(0);
    assertThat(motion.terrain()).isSameAs(terrain);
    assertThat(motion.width()).isEqualTo(MotionHistory.FRAME_VALUES + 14);
    assertThat(motion.frames()[motion.width() - 1]).isEqualTo(0.5f);
  }

  @Test
  void discardsEpisodeWithoutEnd() {
    history.begin(0, START);
    record(0);
    recordEpisode(1, 1);

    assertThat(history.find(0)).isNull();
    assertThat(history.find(1).frames()).hasSize(MotionHistory.FRAME_VALUES);
  }

  @Test
  void recordDoesNotAllocate() {
    history.begin(0, START);
    for (int i = 0; i < 20_000; i++) {
      record(i);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20_000; i++) {
      record(i);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2000);
  }
}
