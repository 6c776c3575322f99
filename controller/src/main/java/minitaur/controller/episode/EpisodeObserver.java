package minitaur.controller.episode;

import java.util.List;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;

/**
 * Watches episodes as they run: a recorder, an operator's console. Every method is called by the
 * thread that runs the episode, within its control step, so none may block, throw or, but for
 * {@link #begin} and {@link #end}, allocate. Nothing that is handed over may be modified or kept.
 *
 * <p>An episode is {@code begin}, then ticks, poses and transitions, then {@code end}. Poses and
 * transitions come in their own order and late: up to the wait for poses after the last tick. An
 * episode that is given up, because the program ends, has no {@code end}.
 */
public interface EpisodeObserver {
  /** Watches nothing. */
  EpisodeObserver NONE = new EpisodeObserver() {};

  /**
   * An episode begins.
   *
   * @param episode which one of its run
   * @param startNanos time of its first tick, in the time of the robot's {@link minitaur.hal.Clock}
   */
  default void begin(int episode, long startNanos) {}

  /**
   * The terrain of the episode that has just begun. May allocate.
   *
   * @param terrain immutable, so it may be kept
   */
  default void terrain(TerrainShape terrain) {}

  /**
   * Where a movable block of the terrain is at the control step that is reported next.
   *
   * @param index which one, in the order of {@link TerrainShape#blocks}
   * @param pose of its center, with the time of the control step. Not modified, not kept.
   */
  default void block(int index, Pose pose) {}

  /**
   * A control step was taken, or the episode ended at this tick: then no action was chosen, and
   * {@code command} says how the motors end, which is not in position control.
   *
   * @param tick observation and action. Not modified, not kept.
   * @param state sensor values, old where {@link RobotState#connected} is false. Not modified, not
   *     kept.
   * @param command command to the motors. Not modified, not kept.
   * @param track where the supervisor took the trunk to be, NaN where that is not known. Not
   *     modified, not kept.
   */
  default void tick(Tick tick, RobotState state, MotorCommand command, Track track) {}

  /**
   * A control tick passed between episodes: nothing was chosen.
   *
   * @param state sensor values, old where {@link RobotState#connected} is false. Not modified, not
   *     kept.
   * @param command newest command to the motors. Not modified, not kept.
   * @param track where the trunk is taken to be, NaN where that is not known. Not modified, not
   *     kept.
   */
  default void quiet(RobotState state, MotorCommand command, Track track) {}

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

  /** The episode is over and nothing more of it will come. */
  default void end(EpisodeSummary summary) {}

  /**
   * Several observers as one, told in their order.
   *
   * @param observers Not modified.
   */
  static EpisodeObserver all(List<? extends EpisodeObserver> observers) {
    return new EpisodeObservers(observers);
  }
}
