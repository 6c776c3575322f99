package minitaur.controller.learn.policy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.format.safetensors.ElementType;
import minitaur.controller.format.safetensors.SafetensorsException;
import minitaur.controller.format.safetensors.SafetensorsFile;
import minitaur.controller.format.safetensors.Tensor;
import minitaur.controller.learn.nn.InputScaling;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.run.storage.AtomicFile;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a file: weights for raw inputs, and texts that say everything that running it
 * elsewhere needs.
 *
 * <p>Tensors, row-major float32: w1 {@code [hidden x 112]}, b1 {@code [hidden]}, w2 {@code [hidden
 * x hidden]}, b2 {@code [hidden]}, w3 {@code [16 x hidden]}, b3 {@code [16]}. Input scaling is
 * folded into w1 and b1, so that the input is raw.
 */
public final class StoredPolicy {
  /** Version of the tensors' names and meaning. */
  private static final String FORMAT = "minitaur-policy/1";

  private static final int OUTPUTS = 2 * ObservationLayout.ACTION;

  private final int hiddenUnits;
  private final float[] parameters;
  private final Map<String, String> metadata;

  private StoredPolicy(int hiddenUnits, float[] parameters, Map<String, String> metadata) {
    this.hiddenUnits = hiddenUnits;
    this.parameters = parameters;
    this.metadata = metadata;
  }

  /**
   * What shall be written.
   *
   * @param parameters w1, b1, w2, b2, w3, b3 one after the other, for scaled inputs. Not modified,
   *     not kept.
   * @param circumstances what else the file should say: rate, gains, ranges, where the policy comes
   *     from
   */
  public static StoredPolicy of(
      int hiddenUnits,
      float[] parameters,
      InputScaling scaling,
      Map<String, String> circumstances) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put(
        "network",
        "y = w3 relu(w2 relu(w1 s + b1) + b2) + b3; weights [outputs x inputs], row-major");
    metadata.put(
        "action",
        "deterministic: a = tanh(y[0:8]); stochastic: a = tanh(y[0:8] + exp(clip(y[8:16], -20, 2))"
            + " eps), eps standard normal");
    metadata.put("state", String.join(",", ObservationLayout.stateNames()));
    metadata.put(
        "state_layout",
        "the 12 numbers of the current observation, of the past 5 observations and the 8 of the"
            + " past 5 actions, each newest first; before an episode's first step its first"
            + " observation repeated and zero actions");
    metadata.put(
        "input_scaling", "none: s is raw, rad and rad/s; any scaling is folded into w1 and b1");
    metadata.put("action_order", String.join(",", ObservationLayout.actionNames()));
    metadata.put(
        "conventions",
        "motor angle 0 = upper link straight up, pi = straight down, growing as the leg extends;"
            + " legs front-left, back-left, front-right, back-right, motors L then R; the rear"
            + " motor of a leg is L on the left and R on the right; rear = extension + swing, front"
            + " = extension - swing; swing above zero moves the foot forward; R = Rz(yaw) Ry(pitch)"
            + " Rx(roll), pitch above zero is nose down; angular velocity in trunk axes, x forward,"
            + " y left");
    metadata.putAll(circumstances);
    return new StoredPolicy(hiddenUnits, folded(parameters, hiddenUnits, scaling), metadata);
  }

  /** w1 (c s - c m) + b1 = (w1 c) s + (b1 - w1 c m), with c the scale and m the centre. */
  private static float[] folded(float[] parameters, int hiddenUnits, InputScaling scaling) {
    float[] raw = parameters.clone();
    int inputs = scaling.inputs();
    for (int unit = 0; unit < hiddenUnits; unit++) {
      double bias = parameters[hiddenUnits * inputs + unit];
      for (int i = 0; i < inputs; i++) {
        double weight = (double) parameters[unit * inputs + i] * scaling.scale()[i];
        raw[unit * inputs + i] = (float) weight;
        bias -= weight * scaling.centre()[i];
      }
      raw[hiddenUnits * inputs + unit] = (float) bias;
    }
    return raw;
  }

  /** Writes the file aside and renames it into place. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, encode());
  }

  /** The file's bytes. */
  public byte[] encode() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int start = 0;
    for (Part part : parts(hiddenUnits)) {
      float[] values = new float[part.count()];
      System.arraycopy(parameters, start, values, 0, values.length);
      tensors.put(part.name(), Tensor.ofFloats(values, part.shape()));
      start += values.length;
    }
    return new SafetensorsFile(tensors, metadata).encode();
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws SafetensorsException when it is damaged, or no policy for this robot
   */
  public static StoredPolicy read(Path file) throws IOException {
    return of(SafetensorsFile.read(file), file.toString());
  }

  /**
   * Reads a file's bytes.
   *
   * @param bytes not modified; kept
   * @param name what messages call the file
   * @throws SafetensorsException when they are damaged, or no policy for this robot
   */
  public static StoredPolicy decode(byte[] bytes, String name) throws SafetensorsException {
    return of(SafetensorsFile.decode(bytes, name), name);
  }

  private static StoredPolicy of(SafetensorsFile stored, String name) throws SafetensorsException {
    if (!FORMAT.equals(stored.metadata().get("format"))) {
      throw new SafetensorsException(
          name,
          "is no policy of this program: its metadata format is "
              + stored.metadata().get("format")
              + " where "
              + FORMAT
              + " is needed");
    }
    Tensor b1 = stored.tensors().get("b1");
    int hiddenUnits = b1 == null ? 0 : Math.toIntExact(b1.shape().stream().findFirst().orElse(0L));
    if (hiddenUnits < 1) {
      throw new SafetensorsException(name, "holds no tensor b1 with a number a unit");
    }
    FloatBuffer parameters = FloatBuffer.allocate(count(hiddenUnits));
    for (Part part : parts(hiddenUnits)) {
      parameters.put(stored.tensor(part.name(), ElementType.F32, part.shape()).floats());
    }
    for (float value : parameters.array()) {
      if (!Float.isFinite(value)) {
        throw new SafetensorsException(name, "holds a weight that is not finite");
      }
    }
    return new StoredPolicy(hiddenUnits, parameters.array(), stored.metadata());
  }

  /** A policy that acts with these weights. */
  public SquashedGaussianPolicy actor(MatrixBackend backend, @Nullable RandomStream noise) {
    SquashedGaussianPolicy policy =
        new SquashedGaussianPolicy(
            backend, hiddenUnits, InputScaling.identity(ObservationLayout.STATE), noise);
    policy.set(1, parameters);
    return policy;
  }

  /** Weights for raw inputs: w1, b1, w2, b2, w3, b3 one after the other. Not to be modified. */
  public float[] parameters() {
    return parameters;
  }

  /** Units of a hidden layer. */
  public int hiddenUnits() {
    return hiddenUnits;
  }

  /** The texts of the file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  private record Part(String name, long... shape) {
    int count() {
      long product = 1;
      for (long size : shape) {
        product *= size;
      }
      return Math.toIntExact(product);
    }
  }

  private static Part[] parts(int hiddenUnits) {
    return new Part[] {
      new Part("w1", hiddenUnits, ObservationLayout.STATE),
      new Part("b1", hiddenUnits),
      new Part("w2", hiddenUnits, hiddenUnits),
      new Part("b2", hiddenUnits),
      new Part("w3", OUTPUTS, hiddenUnits),
      new Part("b3", OUTPUTS)
    };
  }

  private static int count(int hiddenUnits) {
    int count = 0;
    for (Part part : parts(hiddenUnits)) {
      count = Math.addExact(count, part.count());
    }
    return count;
  }
}
