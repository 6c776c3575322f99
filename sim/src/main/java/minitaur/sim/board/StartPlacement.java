package minitaur.sim.board;

import java.util.function.Consumer;

/**
 * Resets an emulated robot without an operator. At the beginning, and whenever the motors have been
 * off for a given time, it moves the robot to the start pose, as between two episodes, and holds it
 * there until its motors are driven.
 */
public final class StartPlacement implements Consumer<EmulatedBoard> {
  private final long patienceNanos;
  private long drivenNanos = Long.MIN_VALUE / 2;
  private boolean placed;
  private boolean holding;

  /**
   * @param patienceNanos time for which the motors must have been off
   */
  public StartPlacement(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  @Override
  public void accept(EmulatedBoard board) {
    long now = board.timeNanos();
    if (board.isDriving()) {
      drivenNanos = now;
      placed = false;
      if (holding) {
        holding = false;
        board.robot().letGo();
      }
    } else if (!placed && now - drivenNanos >= patienceNanos) {
      place(board);
    }
  }

  /** Whether the robot is being held until its motors are driven. */
  boolean isHolding() {
    return holding;
  }

  /** Resets the robot immediately. */
  void place(EmulatedBoard board) {
    placed = true;
    holding = true;
    board.leadToStart();
  }
}
