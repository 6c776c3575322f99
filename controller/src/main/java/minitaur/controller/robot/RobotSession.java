package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.episode.Ground;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import org.jspecify.annotations.Nullable;

/**
 * A robot with its clock and the tracking of its pose. Used by the thread that runs the episodes.
 */
public interface RobotSession extends AutoCloseable {
  /** The robot behind its motor guard. */
  Robot robot();

  /** The robot's clock. */
  Clock clock();

  /** Source of trunk poses, for the reward. */
  PoseSource poses();

  /** Tracker of the trunk position, for safety and display. */
  Tracker tracker();

  /** The ground under the robot; level if unknown, as for a real robot. */
  default Ground ground() {
    return Ground.LEVEL;
  }

  /** Places a simulated robot at the start of an episode; a real one is placed by the operator. */
  default void resetRobot() {}

  /**
   * Whether {@link #resetRobot} places the robot: true for simulated robots, which cannot be
   * damaged.
   */
  default boolean isResetByProgram() {
    return false;
  }

  /**
   * Issues a permit to enable torque once. Call it after the operator has confirmed that the robot
   * may move, or where the operator has delegated this to the program and no fault has occurred.
   */
  ArmPermit issuePermit();

  /**
   * Enables torque, with a soft start from the current leg angles, as soon as the robot is at rest.
   * Does not block: call it at every control tick until {@link #isArmed}, or until {@link
   * ArmPermit#endReason} returns why arming failed. A used permit has no effect.
   */
  void arm(ArmPermit permit);

  /** Whether the robot stands and follows commands. */
  boolean isArmed();

  /** Damps the motors, then disables them until {@link #arm}. Does not block. */
  void disarm();

  /** Human-readable status: what the robot is doing, or what prevents arming. Allocates. */
  String status();

  /** Human-readable status of motion capture, with problem and remedy. Allocates. */
  default String mocapStatus() {
    return "";
  }

  /** Problems of motion capture that occur although poses arrive, one sentence each. Allocates. */
  default List<String> mocapWarnings() {
    return List.of();
  }

  /** Latency statistics of the position loop on this computer; null if none runs. */
  default @Nullable LatencyHistogram positionLoopLatency() {
    return null;
  }

  /** Writes a line to the robot I/O log, if there is one. Does not block. */
  default void note(String line) {}

  /** Writes the state that the next episode depends on; a real robot's cannot be restored. */
  default void save(DataOutput out) throws IOException {}

  /** Reads the state that {@link #save} wrote. */
  default void restore(DataInput in) throws IOException {}

  /** Stops the motors softly and releases the hardware. */
  @Override
  void close();
}
