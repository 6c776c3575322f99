package minitaur.controller.learn.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A trained network with its gradient, its optimizer and a target network. */
public class TargetedNetwork implements TrainingState {
  /** The trained parameters. */
  public final MlpParameters parameters;

  /** Moving average of {@link #parameters}. */
  public final MlpParameters target;

  /** Gradient of the loss, set by the owner before {@link #step}. */
  public final MlpParameters gradient;

  private final Adam optimizer;
  private final MovingAverage average;

  /**
   * Starts with a target equal to the parameters.
   *
   * @param parameters initialized, not copied. Modified by {@link #step}.
   * @param smoothing weight tau of the new parameters in the target
   * @param delayed whether the target is updated by {@link #updateTarget} instead of every step
   */
  public TargetedNetwork(
      MatrixBackend backend, MlpParameters parameters, double smoothing, boolean delayed) {
    this.parameters = parameters;
    target = new MlpParameters(backend, parameters.shape);
    target.set(parameters);
    gradient = new MlpParameters(backend, parameters.shape);
    average = new MovingAverage(target.memory, smoothing);
    optimizer = new Adam(parameters.memory, Adam.BETA_1, Adam.EPSILON, delayed ? null : average);
  }

  /** Takes one optimizer step with {@link #gradient}. */
  public final void step(double learningRate) {
    optimizer.step(gradient.memory, learningRate);
  }

  /** Updates a delayed target. */
  public final void updateTarget() {
    average.update(parameters.memory);
  }

  @Override
  public boolean isFinite() {
    return parameters.isFinite() && target.isFinite();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    parameters.save(out);
    target.save(out);
    optimizer.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    parameters.restore(in);
    target.restore(in);
    optimizer.restore(in);
  }
}
