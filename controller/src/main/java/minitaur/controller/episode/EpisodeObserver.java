package minitaur.controller.episode;

import java.util.List;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;

/**
 * Observes episodes as they run, for example a recorder or an operator console. Every method is
 * called within the control step, by the thread that runs the episode, so implementations must not
 * block, throw or (except in {@link #begin} and {@link #end}) allocate. Arguments must not be
 * modified or kept.
 *
 * <p>An episode is {@code begin}, then ticks, poses and transitions, then {@code end}. Poses and
 * transitions have their own order and arrive late, up to the end of the wait for poses after the
 * last tick. An episode that is aborted because the program ends has no {@code end}.
 */
public interface EpisodeObserver {
  /** An observer that ignores all events. */
  EpisodeObserver NONE = new EpisodeObserver() {};

  /**
   * An episode begins.
   *
   * @param episode index of the episode in its run
   * @param startNanos time of its first tick, on the robot's {@link minitaur.hal.Clock}
   */
  default void begin(int episode, long startNanos) {}

  /**
   * The terrain of the episode that has just begun. May allocate.
   *
   * @param terrain immutable, may be kept
   */
  default void terrain(TerrainShape terrain) {}

  /**
   * The pose of a movable terrain block at the next reported control step.
   *
   * @param index in the order of {@link TerrainShape#blocks}
   * @param pose of its center, with the time of the control step. Not modified, not kept.
   */
  default void block(int index, Pose pose) {}

  /**
   * A control step was taken, or the episode ended at this tick. In the latter case no action was
   * chosen, and {@code command} contains the final motor mode, which is not position control.
   *
   * @param tick observation and action. Not modified, not kept.
   * @param state sensor values, stale where {@link RobotState#connected} is false. Not modified,
   *     not kept.
   * @param command command to the motors. Not modified, not kept.
   * @param track trunk position as used by the supervisor, NaN where unknown. Not modified, not
   *     kept.
   */
  default void tick(Tick tick, RobotState state, MotorCommand command, Track track) {}

  /**
   * A control tick passed between episodes; no action was chosen.
   *
   * @param state sensor values, stale where {@link RobotState#connected} is false. Not modified,
   *     not kept.
   * @param command latest command to the motors. Not modified, not kept.
   * @param track trunk position, NaN where unknown. Not modified, not kept.
   */
  default void idleTick(RobotState state, MotorCommand command, Track track) {}

  /**
   * A pose of the trunk from motion capture.
   *
   * @param pose Not modified, not kept.
   */
  default void pose(Pose pose) {}

  /**
   * The reward of a step became known.
   *
   * @param transition Not modified, not kept.
   */
  default void transition(Transition transition) {}

  /** The episode is over; no further events follow for it. */
  default void end(EpisodeSummary summary) {}

  /**
   * Combines several observers, which are notified in order.
   *
   * @param observers Not modified.
   */
  static EpisodeObserver all(List<? extends EpisodeObserver> observers) {
    return new CompositeEpisodeObserver(observers);
  }
}
