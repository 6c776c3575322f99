package minitaur.controller.learn.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import minitaur.controller.format.safetensors.ElementType;
import minitaur.controller.format.safetensors.SafetensorsException;
import minitaur.controller.format.safetensors.SafetensorsFile;
import minitaur.controller.format.safetensors.Tensor;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.file.AtomicFile;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * A policy file: weights for unscaled inputs, and metadata with everything that is needed to run
 * the policy elsewhere.
 *
 * <p>Tensors are row-major float32. Each layer k, counted from 1, has weights wk {@code [outputs x
 * inputs]} and biases bk {@code [outputs]}. The activation between the layers is ReLU unless the
 * metadata specifies another one. Any normalization is folded into the weights. golden_states
 * {@code [pairs x inputs]} and golden_actions {@code [pairs x actions]} are {@link GoldenPairs};
 * older files do not contain them.
 */
public final class StoredPolicy {
  /** Version of the names and meaning of the tensors. */
  private static final String FORMAT = "minitaur-policy/2";

  /** Earlier version of the format, without a checksum. */
  private static final String EARLIER_FORMAT = "minitaur-policy/1";

  private static final String CHECKSUM = "checksum_crc32c";

  private static final String GOLDEN_STATES = "golden_states";
  private static final String GOLDEN_ACTIONS = "golden_actions";

  private static final String NETWORK = "network";
  private static final String ACTION = "action";
  private static final String HEAD = "head";
  private static final String ACTIVATION = "activation";
  private static final String EXPLORATION_NOISE = "exploration_noise";

  private final PolicySpec spec;
  private final float[] parameters;
  private final Map<String, String> metadata;

  private StoredPolicy(PolicySpec spec, float[] parameters, Map<String, String> metadata) {
    this.spec = spec;
    this.parameters = parameters;
    this.metadata = metadata;
  }

  /**
   * Creates a policy to be written to a file.
   *
   * @param parameters {@code [spec.parameters()]}. Not modified, not kept.
   * @param provenance additional metadata: state, rate, gains, ranges, origin of the policy
   */
  public static StoredPolicy of(
      PolicySpec spec, float[] parameters, Map<String, String> provenance) {
    if (parameters.length != spec.parameters()) {
      throw new IllegalArgumentException(
          parameters.length + " numbers for a policy of " + spec.parameters() + " parameters");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put(NETWORK, networkFormula(spec));
    metadata.put(HEAD, lowerCaseName(spec.head()));
    if (spec.activation() != PolicySpec.Activation.RELU) {
      metadata.put(ACTIVATION, lowerCaseName(spec.activation()));
    }
    if (spec.explorationNoise() > 0) {
      metadata.put(EXPLORATION_NOISE, Double.toString(spec.explorationNoise()));
    }
    metadata.put(ACTION, actionFormula(spec));
    metadata.putAll(provenance);
    metadata.put(CHECKSUM, checksum(parameters, metadata));
    return new StoredPolicy(spec, parameters.clone(), metadata);
  }

  private static String lowerCaseName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String networkFormula(PolicySpec spec) {
    String activation = lowerCaseName(spec.activation()) + "(";
    StringBuilder text =
        new StringBuilder(spec.head().latents(spec.actions()) > 0 ? "[s, latent]" : "s");
    for (int layer = 1; layer <= spec.hidden().size() + 1; layer++) {
      String inner = text.toString();
      text.setLength(0);
      boolean nested = layer > 1;
      text.append("w").append(layer).append(' ').append(nested ? activation : "").append(inner);
      text.append(nested ? ")" : "").append(" + b").append(layer);
    }
    return "y = " + text + "; weights [outputs x inputs], row-major";
  }

  private static String actionFormula(PolicySpec spec) {
    int n = spec.actions();
    return switch (spec.head()) {
      case SQUASHED_GAUSSIAN ->
          ("deterministic: a = tanh(y[0:%d]); stochastic: a = tanh(y[0:%d] + exp(clip(y[%d:%d],"
                  + " -20, 2)) eps), eps standard normal")
              .formatted(n, n, n, 2 * n);
      case DETERMINISTIC_TANH -> "a = tanh(y)";
      case LATENT_TANH ->
          "deterministic: a = tanh(y) with latent zero; stochastic: latent standard normal";
      case GAUSSIAN ->
          ("deterministic: a = clip(y[0:%d], -1, 1); stochastic: a = clip(y[0:%d] +"
                  + " exp(clip(y[%d:%d], -20, 2)) eps, -1, 1), eps standard normal")
              .formatted(n, n, n, 2 * n);
    };
  }

  /** Writes the file atomically: to a temporary file, which is then renamed. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, encode());
  }

  /** Encodes the policy as the contents of a file. */
  public byte[] encode() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int start = 0;
    for (TensorSpec tensorSpec : tensorSpecs(spec)) {
      float[] values = new float[tensorSpec.count()];
      System.arraycopy(parameters, start, values, 0, values.length);
      tensors.put(tensorSpec.name(), Tensor.ofFloats(values, tensorSpec.shape()));
      start += values.length;
    }
    GoldenPairs golden = goldenPairs();
    tensors.put(GOLDEN_STATES, Tensor.ofFloats(golden.states(), GoldenPairs.COUNT, spec.inputs()));
    tensors.put(
        GOLDEN_ACTIONS, Tensor.ofFloats(golden.actions(), GoldenPairs.COUNT, spec.actions()));
    return new SafetensorsFile(tensors, metadata).encode();
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws SafetensorsException if the file is corrupted or not a policy
   */
  public static StoredPolicy read(Path file) throws IOException {
    return of(SafetensorsFile.read(file), file.toString());
  }

  /**
   * Decodes the contents of a policy file.
   *
   * @param bytes contents of the file. Not modified, but kept.
   * @param name name of the file in messages
   * @throws SafetensorsException if the contents are corrupted or not a policy
   */
  public static StoredPolicy decode(byte[] bytes, String name) throws SafetensorsException {
    return of(SafetensorsFile.decode(bytes, name), name);
  }

  private static StoredPolicy of(SafetensorsFile stored, String name) throws SafetensorsException {
    String format = String.valueOf(stored.metadata().get("format"));
    if (!format.equals(FORMAT) && !format.equals(EARLIER_FORMAT)) {
      throw new SafetensorsException(
          name,
          "is not a policy file of this program: its format is "
              + stored.metadata().get("format")
              + ", expected "
              + FORMAT);
    }
    PolicySpec spec = spec(stored, name);
    FloatBuffer parameters = FloatBuffer.allocate(spec.parameters());
    for (TensorSpec tensorSpec : tensorSpecs(spec)) {
      parameters.put(
          stored.tensor(tensorSpec.name(), ElementType.F32, tensorSpec.shape()).floats());
    }
    for (float value : parameters.array()) {
      if (!Float.isFinite(value)) {
        throw new SafetensorsException(name, "contains a weight that is not finite");
      }
    }
    if (format.equals(FORMAT)
        && !checksum(parameters.array(), stored.metadata())
            .equals(stored.metadata().get(CHECKSUM))) {
      throw new SafetensorsException(
          name, "is damaged or was edited: its checksum does not match weights and metadata");
    }
    requireConsistent(spec, stored.metadata(), name);
    checkGoldenPairs(stored, spec, parameters.array(), name);
    return new StoredPolicy(spec, parameters.array(), stored.metadata());
  }

  /** Checks that the metadata about the network does not contradict the weights and the head. */
  private static void requireConsistent(PolicySpec spec, Map<String, String> metadata, String name)
      throws SafetensorsException {
    requireMetadata(metadata, NETWORK, networkFormula(spec), name);
    requireMetadata(metadata, ACTION, actionFormula(spec), name);
  }

  private static void requireMetadata(
      Map<String, String> metadata, String field, String expected, String name)
      throws SafetensorsException {
    String text = metadata.getOrDefault(field, expected);
    if (!text.equals(expected)) {
      throw new SafetensorsException(
          name,
          "has a metadata field %s that contradicts its weights, head or activation: \"%s\" where"
                  .formatted(field, text)
              + " \"%s\" is expected".formatted(expected));
    }
  }

  private static void checkGoldenPairs(
      SafetensorsFile stored, PolicySpec spec, float[] parameters, String name)
      throws SafetensorsException {
    Tensor states = stored.tensors().get(GOLDEN_STATES);
    if (states == null) {
      return;
    }
    long pairs = states.shape().isEmpty() ? 0 : states.shape().get(0);
    GoldenPairs golden =
        new GoldenPairs(
            stored.tensor(GOLDEN_STATES, ElementType.F32, pairs, spec.inputs()).floats(),
            stored.tensor(GOLDEN_ACTIONS, ElementType.F32, pairs, spec.actions()).floats());
    double difference = golden.difference(spec, parameters);
    if (!(difference <= GoldenPairs.TOLERANCE)) {
      throw new SafetensorsException(
          name,
          "does not reproduce its golden_actions (difference %.2g): weights, head or activation are"
                  .formatted(difference)
              + " not those that it was written with");
    }
  }

  /** CRC-32C of the weights and of all metadata except the checksum, sorted by key. */
  private static String checksum(float[] parameters, Map<String, String> metadata) {
    CRC32C crc = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(4 * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(parameters);
    crc.update(bytes);
    new TreeMap<>(metadata)
        .forEach(
            (key, value) -> {
              if (!key.equals(CHECKSUM)) {
                crc.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
              }
            });
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** Derives the shape from the lengths of the biases and the number of columns of w1. */
  private static PolicySpec spec(SafetensorsFile stored, String name) throws SafetensorsException {
    List<Integer> units = new ArrayList<>();
    for (Tensor bias = stored.tensors().get("b1");
        bias != null;
        bias = stored.tensors().get("b" + (units.size() + 1))) {
      units.add(Math.toIntExact(bias.shape().stream().findFirst().orElse(0L)));
    }
    Tensor w1 = stored.tensors().get("w1");
    int inputs = w1 == null || w1.shape().size() != 2 ? 0 : Math.toIntExact(w1.shape().get(1));
    if (inputs < 1 || units.isEmpty() || units.stream().anyMatch(count -> count < 1)) {
      throw new SafetensorsException(
          name, "contains no layers w1 [outputs x inputs], b1 [outputs], w2, ...");
    }
    // Files without this entry predate the other heads.
    String head = stored.metadata().getOrDefault(HEAD, "squashed_gaussian");
    int outputs = units.remove(units.size() - 1);
    for (PolicySpec.Head candidate : PolicySpec.Head.values()) {
      if (lowerCaseName(candidate).equals(head)) {
        int actions = candidate.actions(outputs);
        int states = inputs - candidate.latents(actions);
        if (actions >= 1 && states >= 1) {
          return new PolicySpec(
              states,
              units,
              actions,
              candidate,
              parseActivation(stored, name),
              parseExplorationNoise(stored, name));
        }
      }
    }
    throw new SafetensorsException(
        name, "has an invalid head \"" + head + "\" with " + outputs + " outputs");
  }

  private static PolicySpec.Activation parseActivation(SafetensorsFile stored, String name)
      throws SafetensorsException {
    String text =
        stored.metadata().getOrDefault(ACTIVATION, lowerCaseName(PolicySpec.Activation.RELU));
    for (PolicySpec.Activation activation : PolicySpec.Activation.values()) {
      if (lowerCaseName(activation).equals(text)) {
        return activation;
      }
    }
    throw new SafetensorsException(name, "has an unknown activation \"" + text + "\"");
  }

  private static double parseExplorationNoise(SafetensorsFile stored, String name)
      throws SafetensorsException {
    String text = stored.metadata().getOrDefault(EXPLORATION_NOISE, "0");
    try {
      double noise = Double.parseDouble(text);
      if (noise >= 0 && noise <= 1) {
        return noise;
      }
    } catch (NumberFormatException e) {
      // Rejected below, as an out-of-range number is.
    }
    throw new SafetensorsException(
        name, "has an exploration noise \"" + text + "\", which is not 0 to 1");
  }

  /** Creates a policy that acts with these weights. */
  public NetworkPolicy createPolicy(MatrixBackend backend, @Nullable RandomStream noise) {
    NetworkPolicy policy = new NetworkPolicy(backend, spec, noise);
    policy.set(1, parameters);
    return policy;
  }

  /** Parameters for unscaled inputs, in the order w1, b1, w2, b2, ... Must not be modified. */
  public float[] parameters() {
    return parameters;
  }

  /** Shape of the policy. */
  public PolicySpec spec() {
    return spec;
  }

  /** States and actions for checking other implementations. */
  public GoldenPairs goldenPairs() {
    return GoldenPairs.of(spec, parameters);
  }

  /** The metadata of the file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  private record TensorSpec(String name, long... shape) {
    int count() {
      long product = 1;
      for (long size : shape) {
        product *= size;
      }
      return Math.toIntExact(product);
    }
  }

  private static List<TensorSpec> tensorSpecs(PolicySpec spec) {
    List<TensorSpec> tensorSpecs = new ArrayList<>();
    int inputs = spec.networkInputs();
    for (int layer = 1; layer <= spec.hidden().size() + 1; layer++) {
      int outputs = layer <= spec.hidden().size() ? spec.hidden().get(layer - 1) : spec.outputs();
      tensorSpecs.add(new TensorSpec("w" + layer, outputs, inputs));
      tensorSpecs.add(new TensorSpec("b" + layer, outputs));
      inputs = outputs;
    }
    return tensorSpecs;
  }
}
