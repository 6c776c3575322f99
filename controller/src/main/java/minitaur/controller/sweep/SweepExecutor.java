package minitaur.controller.sweep;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs the rows of a sweep, locally or on a cluster. */
public interface SweepExecutor {
  /** Describes what {@link #run} would do, for a dry run. */
  String describe(List<SweepRow> rows) throws IOException;

  /**
   * Runs or submits rows.
   *
   * @param rows unfinished rows
   * @param stop polled; true requests a stop
   * @return whether all rows succeeded or were submitted
   */
  boolean run(List<SweepRow> rows, BooleanSupplier stop) throws IOException, InterruptedException;
}
