package minitaur.sim.board;

import java.util.function.Consumer;

/**
 * Resets an emulated robot without an operator. At the beginning, and whenever the motors have been
 * off for a given time, it moves the robot to the start pose, as between two episodes, and holds it
 * there until its motors are driven.
 */
public final class AutoReset implements Consumer<EmulatedBoard> {
  private final long torqueOffNanos;
  private long lastDrivenNanos = Long.MIN_VALUE / 2;
  private boolean isAtStart;
  private boolean holding;

  /**
   * @param torqueOffNanos time for which the motors must have been off
   */
  public AutoReset(long torqueOffNanos) {
    this.torqueOffNanos = torqueOffNanos;
  }

  @Override
  public void accept(EmulatedBoard board) {
    long now = board.timeNanos();
    if (board.isTorqueEnabled()) {
      lastDrivenNanos = now;
      isAtStart = false;
      if (holding) {
        holding = false;
        board.robot().release();
      }
    } else if (!isAtStart && now - lastDrivenNanos >= torqueOffNanos) {
      reset(board);
    }
  }

  /** Whether the robot is being held until its motors are driven. */
  boolean isHolding() {
    return holding;
  }

  /** Resets the robot immediately. */
  void reset(EmulatedBoard board) {
    isAtStart = true;
    holding = true;
    board.moveToStart();
  }
}
