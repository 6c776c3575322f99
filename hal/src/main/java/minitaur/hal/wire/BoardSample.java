package minitaur.hal.wire;

/**
 * One frame from a board: raw sensor values, with times on the board's clock. A mutable structure
 * that its owner allocates once. A value that the board did not report is NaN; a time that it did
 * not report is {@link #NEVER}.
 */
public final class BoardSample {
  /** Time of a device that has not been sampled. */
  public static final long NEVER = Long.MIN_VALUE;

  /** Sensor values. The capture times are on the board's clock. */
  public final RawState values = new RawState();

  /** Time at which the frame was created, on the board's clock. */
  public long boardTimeNanos;

  /** Sequence number of the frame, modulo {@link #sequenceModulus}. */
  public int sequence;

  /** {@link #sequence} restarts at 0 after this many frames; 0 if frames are not counted. */
  public int sequenceModulus;

  /** Changes at each start of the board: reported by the board, or detected by its codec. */
  public int bootId;

  /** Sequence number of the newest command that the board has accepted; -1 if not reported. */
  public int commandSequence;

  /** Whether the board reports that it drives the motors. */
  public boolean driving;

  /** Whether the board reports a fault of a motor or of its driver; its codec describes it. */
  public boolean faulty;

  /** Whether the board's own watchdog has tripped because no command arrived. */
  public boolean watchdogTripped;
}
