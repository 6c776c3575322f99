package minitaur.controller.train;

import java.util.concurrent.atomic.AtomicLong;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;

/**
 * Counts the outcome of each environment step before another sink, so that losses are detected. One
 * writer; reads are thread-safe.
 */
final class StepCounter implements TransitionSink {
  private final TransitionSink sink;
  private final AtomicLong complete = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();

  StepCounter(TransitionSink sink) {
    this.sink = sink;
  }

  @Override
  public void transition(Transition transition) {
    complete.incrementAndGet();
    sink.transition(transition);
  }

  @Override
  public void gap(Tick tick) {
    gaps.incrementAndGet();
    sink.gap(tick);
  }

  @Override
  public void finalObservation(Tick tick) {
    sink.finalObservation(tick);
  }

  /** Steps with a reward and a next observation. */
  long complete() {
    return complete.get();
  }

  /** Steps whose reward or next observation is unknown. */
  long gaps() {
    return gaps.get();
  }
}
