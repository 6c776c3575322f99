package minitaur.hal.wire;

/**
 * One frame of a board: raw sensor values, times of the board's clock. A mutable structure that its
 * owner allocates once. A value that the board did not report is NaN, a time that it did not report
 * {@link #NEVER}.
 */
public final class BoardSample {
  /** Time of a device that has not been sampled. */
  public static final long NEVER = Long.MIN_VALUE;

  /** Sensor values. The capture times are the board's. */
  public final RawState values = new RawState();

  /** When the frame was made, by the board's clock. */
  public long boardTimeNanos;

  /** Counts the board's frames; how far is {@link #sequenceModulus}. */
  public int sequence;

  /** {@link #sequence} starts again at 0 after this many frames; 0 when frames are not counted. */
  public int sequenceModulus;

  /** Changes at each start of the board, by its own id or as its codec detects it from a clock. */
  public int bootId;

  /** Sequence number of the newest command that the board has accepted; -1 when it does not say. */
  public int commandSequence;

  /** Whether the motors are driven, by what the board reports. */
  public boolean driving;

  /** Whether the board reports a fault of a motor or of its driver; its codec describes it. */
  public boolean faulty;

  /** Whether the board's own watchdog has tripped because no command came. */
  public boolean watchdogTripped;
}
