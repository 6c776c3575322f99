package minitaur.controller.learn.policy;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.PolicySpec;

/**
 * Combines a policy and its mirror image into one network of twice the width that averages their
 * outputs: {@code y(s) = (f(s) + M f(M s)) / 2}, where M mirrors a state or the mean of an action.
 * Standard deviations are permuted without a change of sign. The combined policy is equivariant
 * under mirroring, so that the gait has no bias to one side.
 */
public final class PolicySymmetrizer {
  private final PolicySpec original;
  private final PolicySpec spec;
  private final MirrorSymmetry symmetry;

  /**
   * @param original shape of the policies that {@link #symmetrize} accepts
   * @param symmetry symmetry of the environment
   */
  public PolicySymmetrizer(PolicySpec original, MirrorSymmetry symmetry) {
    if (symmetry.stateSize() != original.inputs() || symmetry.actionSize() != original.actions()) {
      throw new IllegalArgumentException(
          "a symmetry of %d state and %d action components for a policy with %d and %d"
              .formatted(
                  symmetry.stateSize(),
                  symmetry.actionSize(),
                  original.inputs(),
                  original.actions()));
    }
    this.original = original;
    this.symmetry = symmetry;
    List<Integer> hidden = new ArrayList<>();
    for (int units : original.hidden()) {
      hidden.add(2 * units);
    }
    spec =
        new PolicySpec(
            original.inputs(),
            hidden,
            original.actions(),
            original.head(),
            original.activation(),
            original.explorationNoise());
  }

  /** Shape of the policies that {@link #symmetrize} returns. */
  public PolicySpec spec() {
    return spec;
  }

  /**
   * Computes the parameters of the symmetric policy.
   *
   * @param parameters {@code [original.parameters()]}. Not modified.
   * @return {@code [spec().parameters()]}
   */
  public float[] symmetrize(float[] parameters) {
    float[] result = new float[spec.parameters()];
    int sourceOffset = 0;
    int targetOffset = 0;
    int inputs = original.networkInputs();
    int layers = original.hidden().size() + 1;
    for (int layer = 0; layer < layers; layer++) {
      boolean first = layer == 0;
      boolean last = layer == layers - 1;
      int outputs = last ? original.outputs() : original.hidden().get(layer);
      int columns = first ? inputs : 2 * inputs;
      int rows = last ? outputs : 2 * outputs;
      for (int mirror = 0; mirror < 2; mirror++) {
        for (int output = 0; output < outputs; output++) {
          int row = last ? output : mirror * outputs + output;
          int source = last && mirror == 1 ? outputPartner(output) : output;
          float factor = last ? 0.5f * (mirror == 1 ? outputSign(output) : 1) : 1;
          for (int input = 0; input < inputs; input++) {
            float weight = factor * parameters[sourceOffset + source * inputs + input];
            if (!first) {
              result[targetOffset + row * columns + mirror * inputs + input] += weight;
            } else if (mirror == 0) {
              result[targetOffset + row * columns + input] += weight;
            } else {
              result[targetOffset + row * columns + inputPartner(input)] +=
                  inputSign(input) * weight;
            }
          }
          result[targetOffset + rows * columns + row] +=
              factor * parameters[sourceOffset + outputs * inputs + source];
        }
      }
      sourceOffset += (inputs + 1) * outputs;
      targetOffset += (columns + 1) * rows;
      inputs = outputs;
    }
    return result;
  }

  /**
   * Partner of an input. The latents, which follow the state, are mirrored like the components of
   * an action.
   */
  private int inputPartner(int input) {
    int latent = input - original.inputs();
    return latent < 0
        ? symmetry.statePartner(input)
        : original.inputs() + symmetry.actionPartner(latent);
  }

  private int inputSign(int input) {
    int latent = input - original.inputs();
    return latent < 0 ? symmetry.stateSign(input) : symmetry.actionSign(latent);
  }

  private int outputPartner(int output) {
    int component = output % original.actions();
    return output - component + symmetry.actionPartner(component);
  }

  private int outputSign(int output) {
    return output < original.actions() ? symmetry.actionSign(output) : 1;
  }
}
