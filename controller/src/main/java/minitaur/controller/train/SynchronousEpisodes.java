package minitaur.controller.train;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A source that collects on the trainer's thread. A run that was killed and resumed collects the
 * same experience again.
 */
abstract class SynchronousEpisodes implements ExperienceSource {
  private BooleanSupplier stop = () -> false;
  private boolean paused;

  /** Whether an episode is running. */
  abstract boolean isInEpisode();

  /** Whether the last configured step has been taken. */
  abstract boolean isAtLimit();

  /** Takes the next step, or begins or ends an episode. */
  abstract Progress advance() throws IOException;

  @Override
  public final void start(BooleanSupplier newStop) {
    stop = newStop;
  }

  @Override
  public final Progress collect() throws IOException {
    return isExhausted() || (paused && !isInEpisode()) ? Progress.NONE : advance();
  }

  @Override
  public final boolean isExhausted() {
    return !isInEpisode() && (stop.getAsBoolean() || isAtLimit());
  }

  @Override
  public final void setPauseReason(@Nullable String reason) {
    paused = reason != null;
  }

  @Override
  public final boolean isSavable() {
    return !isInEpisode();
  }

  @Override
  public final boolean repeatsAfterRestore() {
    return true;
  }
}
