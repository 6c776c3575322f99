package minitaur.controller.sweep;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs the rows of a sweep somewhere. */
public interface SweepExecutor {
  /** What it would do with rows, for a dry run. */
  String describe(List<SweepRow> rows) throws IOException;

  /**
   * Runs or submits rows.
   *
   * @param rows that are not finished
   * @param stop whether to stop
   * @return whether all rows succeeded or were submitted
   */
  boolean run(List<SweepRow> rows, BooleanSupplier stop) throws IOException, InterruptedException;
}
