package minitaur.hal.wire;

import minitaur.hal.RobotState;

/**
 * What a board said in one frame, in the board's own terms: motor angles before the joint map,
 * times of the board's clock. A mutable structure that its owner allocates once. A value that the
 * board did not give is NaN, a time that it did not give {@link #NEVER}.
 */
public final class BoardSample {
  /** Time of a device that has not been sampled. */
  public static final long NEVER = Long.MIN_VALUE;

  /** Sensor values. The capture times are the board's, the angles those of its encoders. */
  public final RobotState values = new RobotState();

  /** When the frame was made, by the board's clock. */
  public long boardTimeNanos;

  /** Counts the board's frames; how far is {@link #sequenceModulus}. */
  public int sequence;

  /** {@link #sequence} starts again at 0 after this many frames; 0 when frames are not counted. */
  public int sequenceModulus;

  /** Drawn anew by the board at each start; 0 when it does not say. */
  public int bootId;

  /** Sequence number of the newest command that the board has accepted; -1 when it does not say. */
  public int commandSequence;

  /** Whether the motors are driven. */
  public boolean driving;

  /** Whether the board itself has cut the motors because no command came. */
  public boolean watchdogTripped;
}
