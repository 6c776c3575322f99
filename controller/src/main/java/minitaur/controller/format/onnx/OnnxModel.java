package minitaur.controller.format.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import minitaur.controller.format.protobuf.ProtobufMessage;

/**
 * Builds an ONNX model of dense float32 layers with a dynamic batch dimension. Field numbers are
 * those of {@code onnx.proto3} (https://github.com/onnx/onnx).
 */
public final class OnnxModel {
  /** Version of the operator set; Gemm, Relu, Tanh and Clip did not change between 13 and 20. */
  public static final int OPSET = 13;

  /** Version of the file format that came with {@link #OPSET}. */
  public static final int IR_VERSION = 7;

  private static final String BATCH_DIMENSION = "batch";

  private static final int ELEMENT_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;

  private final ProtobufMessage graph = new ProtobufMessage();

  /** Creates a model without nodes. */
  public OnnxModel(String name) {
    graph.text(2, name);
  }

  /** Declares input {@code [batch x size]}. */
  public void addInput(String name, int size) {
    graph.message(11, valueInfo(name, size));
  }

  /** Declares output {@code [batch x size]}. */
  public void addOutput(String name, int size) {
    graph.message(12, valueInfo(name, size));
  }

  /**
   * Adds {@code output = input w^T + b}.
   *
   * @param weights {@code [outputs x inputs]} row-major. Not modified.
   * @param biases {@code [outputs]}. Not modified.
   */
  public void addDense(String input, String output, float[] weights, float[] biases) {
    String w = output + "_weights";
    String b = output + "_biases";
    addInitializer(w, weights, biases.length, weights.length / biases.length);
    addInitializer(b, biases, biases.length);
    ProtobufMessage transB =
        new ProtobufMessage().text(1, "transB").integer(3, 1).integer(20, ATTRIBUTE_INT);
    graph.message(1, node("Gemm", List.of(input, w, b), output).message(5, transB));
  }

  /** Adds {@code output = max(input, 0)}. */
  public void addRelu(String input, String output) {
    graph.message(1, node("Relu", List.of(input), output));
  }

  /** Adds {@code output = tanh(input)}. */
  public void addTanh(String input, String output) {
    graph.message(1, node("Tanh", List.of(input), output));
  }

  /** Adds {@code output = min(max(input, low), high)}. */
  public void addClip(String input, String output, float low, float high) {
    String minName = output + "_low";
    String maxName = output + "_high";
    addInitializer(minName, new float[] {low});
    addInitializer(maxName, new float[] {high});
    graph.message(1, node("Clip", List.of(input, minName, maxName), output));
  }

  /**
   * Encodes the model as the bytes of an ONNX file.
   *
   * @param metadata becomes {@code metadata_props}, in the order of the keys
   */
  public byte[] encode(Map<String, String> metadata) {
    ProtobufMessage model =
        new ProtobufMessage()
            .integer(1, IR_VERSION)
            .text(2, "minitaur")
            .message(7, graph)
            .message(8, new ProtobufMessage().text(1, "").integer(2, OPSET));
    new TreeMap<>(metadata)
        .forEach(
            (key, value) -> model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
    return model.toBytes();
  }

  private void addInitializer(String name, float[] values, int... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (int size : shape) {
      tensor.integer(1, size);
    }
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    tensor.integer(2, ELEMENT_FLOAT).text(8, name).bytes(9, data.array());
    graph.message(5, tensor);
  }

  private static ProtobufMessage node(String operator, List<String> inputs, String output) {
    ProtobufMessage node = new ProtobufMessage();
    inputs.forEach(input -> node.text(1, input));
    return node.text(2, output).text(3, output).text(4, operator);
  }

  private static ProtobufMessage valueInfo(String name, int size) {
    ProtobufMessage shape =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().text(2, BATCH_DIMENSION))
            .message(1, new ProtobufMessage().integer(1, size));
    ProtobufMessage tensor = new ProtobufMessage().integer(1, ELEMENT_FLOAT).message(2, shape);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
