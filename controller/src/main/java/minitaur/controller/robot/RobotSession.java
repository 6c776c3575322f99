package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.episode.Ground;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import org.jspecify.annotations.Nullable;

/** A robot, its time, and who sees where it is. Used by the thread that runs the episodes. */
public interface RobotSession extends AutoCloseable {
  /** The robot behind its motor guard. */
  Robot robot();

  /** The robot's time. */
  Clock clock();

  /** Where poses of the trunk come from, for the reward. */
  PoseSource poses();

  /** Where the trunk is now, for safety and display. */
  Tracker tracker();

  /** The ground where the robot is: level where nothing knows it, as at a real robot. */
  default Ground ground() {
    return Ground.LEVEL;
  }

  /**
   * Puts the robot to where an episode starts, where a program can do that: in simulation. At a
   * real robot the operator does it, and this does nothing.
   */
  void placeAtStart();

  /**
   * Whether {@link #placeAtStart} puts the robot to its start. Such a robot is computed, and cannot
   * break.
   */
  default boolean isPlacedByProgram() {
    return false;
  }

  /**
   * Issues a permit to enable torque once. To be called when the operator has confirmed that the
   * robot may move, or where the operator has left that to the program and no fault has occurred.
   */
  ArmPermit issuePermit();

  /**
   * Enables torque, with a soft start from wherever the legs are, as soon as the robot has come to
   * rest. Does not wait: to be called at every control tick until {@link #isArmed}, or until {@link
   * ArmPermit#end} says why that will not happen. A permit that was used does nothing.
   */
  void arm(ArmPermit permit);

  /** Whether the robot stands and follows commands. */
  boolean isArmed();

  /** Damps the motors, then switches them off until {@link #arm}. Does not wait. */
  void disarm();

  /** What the robot is doing or what keeps it from being armed, for people. Allocates. */
  String status();

  /** How motion capture stands: what is wrong and what to do, for people. Allocates. */
  default String tracking() {
    return "";
  }

  /** What is wrong with motion capture though it gives poses, one sentence each. Allocates. */
  default List<String> trackingWarnings() {
    return List.of();
  }

  /** How late the position loop on this computer is; null where none runs. */
  default @Nullable LoopTiming positionLoop() {
    return null;
  }

  /** Writes a line into the record of what passes the seam, where there is one. Does not wait. */
  default void note(String line) {}

  /** Writes what the next episode depends on; nothing where that is not the program's. */
  void save(DataOutput out) throws IOException;

  /** Reads what {@link #save} wrote. */
  void restore(DataInput in) throws IOException;

  /** Stops the motors softly and gives the hardware back. */
  @Override
  void close();
}
