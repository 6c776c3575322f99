package minitaur.sim.board;

import java.util.function.Consumer;

/**
 * The hand of an operator who is not there: when the motors have been off for a while it puts the
 * robot back to the start, as one does between two episodes, and holds it there until its motors
 * are driven again.
 */
public final class OperatorHand implements Consumer<EmulatedBoard> {
  private final long patienceNanos;
  private long drivenNanos;
  private boolean placed = true;

  /**
   * @param patienceNanos how long the motors must have been off
   */
  public OperatorHand(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  @Override
  public void accept(EmulatedBoard board) {
    long now = board.timeNanos();
    if (board.isDriving()) {
      drivenNanos = now;
      placed = false;
      board.setHeld(false);
    } else if (!placed && now - drivenNanos >= patienceNanos) {
      placed = true;
      board.placeAtStart();
      board.setHeld(true);
    }
  }
}
