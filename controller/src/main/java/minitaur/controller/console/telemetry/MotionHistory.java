package minitaur.controller.console.telemetry;

import java.util.Arrays;
import java.util.TreeMap;
import minitaur.controller.episode.TerrainShape;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import org.jspecify.annotations.Nullable;

/**
 * Recorded motion of the newest episodes, for replay. One thread records; it waits for a reader no
 * longer than a map lookup takes, and recording a step allocates nothing. Of a long episode, only
 * every second step is kept, or every fourth, and so on.
 */
public final class MotionHistory {
  static final int MAX_EPISODES = 100;
  static final int MAX_FRAMES = 1000;

  /** Values per frame, without the poses of the blocks. */
  public static final int FRAME_VALUES = 7 + 2 * Motor.COUNT;

  private final TreeMap<Integer, Motion> motions = new TreeMap<>();
  private int episode;
  private TerrainShape terrain = TerrainShape.LEVEL;
  private float @Nullable [] frames;
  private int width;
  private int count;
  private int stride;
  private int steps;
  private long startNanos;

  /**
   * The motion of an episode.
   *
   * @param terrain terrain of the episode
   * @param width values per frame
   * @param frames {@code [frame][seconds, x, y, z, roll, pitch, yaw, 8 motor angles, 8 targets, 7
   *     values of each block]} in s, m and rad; targets are NaN where no angle was commanded. Not
   *     modified.
   */
  public record Motion(TerrainShape terrain, int width, float[] frames) {}

  /** Starts recording an episode. */
  void begin(int newEpisode, long nanos) {
    episode = newEpisode;
    startNanos = nanos;
    terrain = TerrainShape.LEVEL;
    allocate(0);
  }

  /** Sets the terrain of the episode that has just begun. */
  void terrain(TerrainShape shape, int blockValues) {
    terrain = shape;
    if (frames != null && blockValues != width - FRAME_VALUES) {
      allocate(blockValues);
    }
  }

  private void allocate(int blockValues) {
    width = FRAME_VALUES + blockValues;
    frames = new float[MAX_FRAMES * width];
    count = 0;
    stride = 1;
    steps = 0;
  }

  /**
   * Records a control step of the episode.
   *
   * @param sample Not modified, not kept.
   */
  void record(ControlSample sample) {
    float[] buffer = frames;
    if (buffer == null || steps++ % stride != 0) {
      return;
    }
    if (count == MAX_FRAMES) {
      downsample(buffer);
    }
    int offset = count * width;
    buffer[offset] = (sample.timeNanos - startNanos) * 1e-9f;
    if (sample.poseKnown) {
      buffer[offset + 1] = (float) sample.pose.xMetres;
      buffer[offset + 2] = (float) sample.pose.yMetres;
      buffer[offset + 3] = (float) sample.pose.zMetres;
      buffer[offset + 6] = (float) sample.yawRad();
    } else {
      buffer[offset + 1] = (float) sample.track.xMetres;
      buffer[offset + 2] = (float) sample.track.yMetres;
      buffer[offset + 3] = (float) sample.track.zMetres;
      buffer[offset + 6] = 0;
    }
    buffer[offset + 4] = (float) sample.state.rollRad;
    buffer[offset + 5] = (float) sample.state.pitchRad;
    boolean commanded = sample.command.mode == MotorCommand.Mode.POSITION;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      buffer[offset + 7 + motor] = (float) sample.state.motorAngleRad[motor];
      buffer[offset + 7 + Motor.COUNT + motor] =
          commanded ? (float) sample.command.targetAngleRad[motor] : Float.NaN;
    }
    int blocks = Math.min(sample.blocks.length, width - FRAME_VALUES);
    for (int value = 0; value < blocks; value++) {
      buffer[offset + FRAME_VALUES + value] = (float) sample.blocks[value];
    }
    count++;
  }

  private void downsample(float[] values) {
    for (int frame = 0; 2 * frame < count; frame++) {
      System.arraycopy(values, 2 * frame * width, values, frame * width, width);
    }
    count = (count + 1) / 2;
    stride *= 2;
  }

  /** Stores the motion of the finished episode. */
  void end() {
    float[] recorded = frames;
    frames = null;
    if (recorded == null || count == 0) {
      return;
    }
    Motion motion = new Motion(terrain, width, Arrays.copyOf(recorded, count * width));
    synchronized (motions) {
      motions.put(episode, motion);
      if (motions.size() > MAX_EPISODES) {
        motions.pollFirstEntry();
      }
    }
  }

  /** The motion of an episode; null if it is not stored. Any thread. */
  public @Nullable Motion find(int episodeIndex) {
    synchronized (motions) {
      return motions.get(episodeIndex);
    }
  }
}
