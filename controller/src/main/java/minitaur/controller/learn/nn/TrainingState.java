package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State that training changes and a checkpoint contains. */
public interface TrainingState {
  /** Writes everything that later updates depend on. */
  void save(DataOutput out) throws IOException;

  /**
   * Restores what {@link #save} of an object with the same settings wrote.
   *
   * @throws IOException if the state has another shape or cannot be read
   */
  void restore(DataInput in) throws IOException;

  /** Whether every trained parameter is finite. */
  default boolean isFinite() {
    return true;
  }
}
