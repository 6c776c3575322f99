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
  static final int EPISODES = 100;
  static final int MAX_FRAMES = 1000;

  /** Values per frame, without the poses of the blocks. */
  public static final int FRAME = 7 + 2 * Motor.COUNT;

  private final TreeMap<Integer, Motion> kept = new TreeMap<>();
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
    if (frames != null && blockValues != width - FRAME) {
      allocate(blockValues);
    }
  }

  private void allocate(int blockValues) {
    width = FRAME + blockValues;
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
    float[] into = frames;
    if (into == null || steps++ % stride != 0) {
      return;
    }
    if (count == MAX_FRAMES) {
      thin(into);
    }
    int at = count * width;
    into[at] = (sample.timeNanos - startNanos) * 1e-9f;
    if (sample.poseKnown) {
      into[at + 1] = (float) sample.pose.xMetres;
      into[at + 2] = (float) sample.pose.yMetres;
      into[at + 3] = (float) sample.pose.zMetres;
      into[at + 6] = (float) sample.yawRad();
    } else {
      into[at + 1] = (float) sample.track.xMetres;
      into[at + 2] = (float) sample.track.yMetres;
      into[at + 3] = (float) sample.track.zMetres;
      into[at + 6] = 0;
    }
    into[at + 4] = (float) sample.state.rollRad;
    into[at + 5] = (float) sample.state.pitchRad;
    boolean commanded = sample.command.mode == MotorCommand.Mode.POSITION;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      into[at + 7 + motor] = (float) sample.state.motorAngleRad[motor];
      into[at + 7 + Motor.COUNT + motor] =
          commanded ? (float) sample.command.targetAngleRad[motor] : Float.NaN;
    }
    int blocks = Math.min(sample.blocks.length, width - FRAME);
    for (int value = 0; value < blocks; value++) {
      into[at + FRAME + value] = (float) sample.blocks[value];
    }
    count++;
  }

  private void thin(float[] values) {
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
    synchronized (kept) {
      kept.put(episode, motion);
      if (kept.size() > EPISODES) {
        kept.pollFirstEntry();
      }
    }
  }

  /** The motion of an episode; null if it is not stored. Any thread. */
  public @Nullable Motion find(int which) {
    synchronized (kept) {
      return kept.get(which);
    }
  }
}
