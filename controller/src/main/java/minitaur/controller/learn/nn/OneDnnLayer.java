package minitaur.controller.learn.nn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.nn.NativeMemory.NativeMatrix;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A hidden layer of a pass in oneDNN: dense, layer-normalized if the network is, ReLU. oneDNN
 * compiles bias, normalization and activation for the processor and works on native memory, so that
 * no batch is copied to the Java heap. Equal to a product and its {@link RowStage}s except for
 * rounding. Allocates nothing after construction.
 */
final class OneDnnLayer {
  private static final int NORM_FLAGS = dnnl_use_scale | dnnl_use_shift;

  private final MlpParameters parameters;
  private final int layer;
  private final Matrix gradients;
  private final Matrix ones;
  private final Matrix unusedGradient;
  private final stream sequence = new stream(Cpu.ENGINE);
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final List<memory> scratchMemories = new ArrayList<>();
  private final @Nullable NormGradient normGradient;

  /** Memory whose address is that of the gradient to be set. */
  private record NormGradient(memory gain, memory offset) {}

  /** Owners of the native memory to which {@link Step}s only point. */
  private final List<Object> owners = new ArrayList<>();

  /** A compiled operation and its arguments. */
  private record Step(
      dnnl_primitive operation, dnnl_stream stream, dnnl_exec_arg_t arguments, int count) {
    void run() {
      int status = dnnl_primitive_execute(operation, stream, count, arguments);
      if (status != 0) {
        throw new IllegalStateException("oneDNN reports status " + status);
      }
    }
  }

  private record Argument(int id, memory value) {}

  /**
   * Compiles a layer, which runs only after {@link #useScratch}.
   *
   * @param input {@code [batch x inputs]}, not copied. Not modified.
   * @param pass its product of this layer is set by {@link #forward}, its gradient by {@link
   *     #backward}
   */
  OneDnnLayer(
      MlpParameters parameters, int layer, Matrix input, PassMemory pass, double layerNormEpsilon) {
    this.parameters = parameters;
    this.layer = layer;
    gradients = pass.gradients[layer];
    Matrix output = pass.products[layer];
    ones = MatrixBackend.ONEDNN.matrix(1, output.rows);
    float[] values = new float[output.rows];
    Arrays.fill(values, 1);
    ones.write(values);
    unusedGradient = MatrixBackend.ONEDNN.matrix(1, output.columns);
    boolean norm = parameters.shape.hiddenLayer() == NetworkShape.HiddenLayer.LAYER_NORM;
    memory activation = memory(output);
    memory gradient = memory(gradients);
    memory product = norm ? memory(pass.unnormalized(layer)) : activation;
    addDense(input, product, !norm);
    addReluBackward(activation, gradient);
    normGradient = norm ? addNorm(product, activation, gradient, (float) layerNormEpsilon) : null;
  }

  /**
   * Whether oneDNN compiles this type of layer for this processor. If it does not, it falls back to
   * portable code that is slower than {@link RowStage}.
   */
  static boolean isFast(NetworkShape.HiddenLayer type) {
    return switch (type) {
      case PLAIN, BATCH_NORM -> Cpu.COMPILES_RELU;
      case LAYER_NORM -> Cpu.COMPILES_RELU && Cpu.COMPILES_LAYER_NORM;
      case TANH, DROPOUT_LAYER_NORM -> false;
    };
  }

  private void addDense(Matrix input, memory product, boolean relu) {
    Matrix weights = parameters.weights.get(layer);
    memory source = memory(input);
    memory transposed =
        memory(weights, new long[] {weights.columns, weights.rows}, 1, weights.stride);
    memory bias = memory(parameters.biases.get(layer));
    matmul.primitive_desc description =
        new matmul.primitive_desc(
            Cpu.ENGINE,
            source.get_desc(),
            transposed.get_desc(),
            bias.get_desc(),
            product.get_desc(),
            attributes(relu),
            false);
    forward.add(
        step(
            new matmul(description),
            new Argument(DNNL_ARG_SRC, source),
            new Argument(DNNL_ARG_WEIGHTS, transposed),
            new Argument(DNNL_ARG_BIAS, bias),
            new Argument(DNNL_ARG_DST, product),
            scratchpad(description)));
  }

  private void addReluBackward(memory activation, memory gradient) {
    eltwise_backward.primitive_desc description =
        reluBackward(activation.get_desc(), gradient.get_desc());
    backward.add(
        step(
            new eltwise_backward(description),
            new Argument(DNNL_ARG_DST, activation),
            new Argument(DNNL_ARG_DIFF_DST, gradient),
            new Argument(DNNL_ARG_DIFF_SRC, gradient),
            scratchpad(description)));
  }

  private NormGradient addNorm(memory product, memory activation, memory gradient, float epsilon) {
    int rows = gradients.rows;
    memory mean = vector(MatrixBackend.ONEDNN.matrix(1, rows));
    memory variance = vector(MatrixBackend.ONEDNN.matrix(1, rows));
    memory gain = vector(parameters.gains.get(layer));
    memory offset = vector(parameters.offsets.get(layer));
    layer_normalization_forward.primitive_desc description =
        normForward(product.get_desc(), mean.get_desc(), epsilon);
    forward.add(
        step(
            new layer_normalization_forward(description),
            new Argument(DNNL_ARG_SRC, product),
            new Argument(DNNL_ARG_DST, activation),
            new Argument(DNNL_ARG_MEAN, mean),
            new Argument(DNNL_ARG_VARIANCE, variance),
            new Argument(DNNL_ARG_SCALE, gain),
            new Argument(DNNL_ARG_SHIFT, offset),
            scratchpad(description)));
    memory gainGradient = vector(unusedGradient);
    memory offsetGradient = vector(unusedGradient);
    layer_normalization_backward.primitive_desc backwardDescription =
        normBackward(product, mean, epsilon, description);
    backward.add(
        step(
            new layer_normalization_backward(backwardDescription),
            new Argument(DNNL_ARG_SRC, product),
            new Argument(DNNL_ARG_DIFF_DST, gradient),
            new Argument(DNNL_ARG_MEAN, mean),
            new Argument(DNNL_ARG_VARIANCE, variance),
            new Argument(DNNL_ARG_SCALE, gain),
            new Argument(DNNL_ARG_DIFF_SRC, gradient),
            new Argument(DNNL_ARG_DIFF_SCALE, gainGradient),
            new Argument(DNNL_ARG_DIFF_SHIFT, offsetGradient),
            scratchpad(backwardDescription)));
    return new NormGradient(gainGradient, offsetGradient);
  }

  /** Number of floats of scratch memory that the layer needs. */
  int scratchLength() {
    long bytes = 0;
    for (memory each : scratchMemories) {
      bytes = Math.max(bytes, each.get_desc().get_size());
    }
    return (int) (bytes / Float.BYTES) + 1;
  }

  /** Sets the scratch memory of all operations. */
  void useScratch(Matrix scratch) {
    owners.add(scratch);
    for (memory each : scratchMemories) {
      each.set_data_handle(pointer(scratch));
    }
  }

  /** Sets the output from the input. */
  void forward() {
    run(forward);
  }

  /**
   * Replaces the derivative of the loss with respect to the output by the derivative with respect
   * to the matrix product. Called at most once after each {@link #forward}.
   *
   * @param gradient its biases, gains and offsets of this layer are set; none if null
   */
  void backward(@Nullable MlpParameters gradient) {
    if (normGradient != null) {
      Matrix gain = gradient == null ? unusedGradient : gradient.gains.get(layer);
      Matrix offset = gradient == null ? unusedGradient : gradient.offsets.get(layer);
      normGradient.gain.set_data_handle(pointer(gain));
      normGradient.offset.set_data_handle(pointer(offset));
    }
    run(backward);
    if (gradient != null) {
      gradient.biases.get(layer).setProduct(ones, false, gradients, false);
    }
  }

  private static void run(List<Step> steps) {
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
  }

  private Step step(primitive operation, Argument... arguments) {
    dnnl_exec_arg_t list = new dnnl_exec_arg_t(arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      list.getPointer(i).arg(arguments[i].id()).memory(arguments[i].value().get());
      owners.add(arguments[i].value());
    }
    owners.add(operation);
    return new Step(operation.get(), sequence.get(), list, arguments.length);
  }

  private Argument scratchpad(primitive_desc description) {
    memory scratch = new memory(description.scratchpad_desc(), Cpu.ENGINE, null);
    scratchMemories.add(scratch);
    return new Argument(DNNL_ARG_SCRATCHPAD, scratch);
  }

  private memory memory(Matrix matrix) {
    return memory(matrix, new long[] {matrix.rows, matrix.columns}, matrix.stride, 1);
  }

  private memory vector(Matrix row) {
    return memory(row, new long[] {row.columns}, 1);
  }

  private memory memory(Matrix matrix, long[] sizes, long... strides) {
    owners.add(matrix);
    return new memory(
        new memory.desc(sizes, memory.data_type.f32, strides), Cpu.ENGINE, pointer(matrix));
  }

  private static FloatPointer pointer(Matrix matrix) {
    return ((NativeMatrix) matrix).pointer;
  }

  private static primitive_attr attributes(boolean relu) {
    primitive_attr attributes = new primitive_attr();
    // Scratch memory of the library belongs to the thread that compiles; layers run on any thread.
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    if (relu) {
      post_ops operations = new post_ops();
      operations.append_eltwise(dnnl_eltwise_relu, 0, 0);
      attributes.set_post_ops(operations);
    }
    return attributes;
  }

  private static eltwise_backward.primitive_desc reluBackward(
      memory.desc activation, memory.desc gradient) {
    eltwise_forward.primitive_desc forward =
        new eltwise_forward.primitive_desc(
            Cpu.ENGINE,
            dnnl_forward_training,
            dnnl_eltwise_relu_use_dst_for_bwd,
            activation,
            activation,
            attributes(false),
            false);
    return new eltwise_backward.primitive_desc(
        Cpu.ENGINE,
        dnnl_eltwise_relu_use_dst_for_bwd,
        gradient,
        gradient,
        activation,
        forward,
        attributes(false),
        false);
  }

  private static layer_normalization_forward.primitive_desc normForward(
      memory.desc product, memory.desc mean, float epsilon) {
    return new layer_normalization_forward.primitive_desc(
        Cpu.ENGINE,
        dnnl_forward_training,
        product,
        product,
        mean,
        epsilon,
        NORM_FLAGS,
        attributes(true),
        false);
  }

  private layer_normalization_backward.primitive_desc normBackward(
      memory product,
      memory mean,
      float epsilon,
      layer_normalization_forward.primitive_desc forward) {
    memory.desc description = product.get_desc();
    return new layer_normalization_backward.primitive_desc(
        Cpu.ENGINE,
        dnnl_backward,
        description,
        description,
        description,
        mean.get_desc(),
        epsilon,
        NORM_FLAGS,
        forward,
        attributes(false),
        false);
  }

  /** The processor, and whether oneDNN compiles kernels for it; loaded on first use. */
  private static final class Cpu {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
    static final boolean COMPILES_RELU;
    static final boolean COMPILES_LAYER_NORM;

    static {
      memory.desc batch = description(128, 256);
      memory.desc mean = description(128);
      COMPILES_RELU = isCompiled(reluBackward(batch, batch));
      COMPILES_LAYER_NORM = isCompiled(normForward(batch, mean, 1e-5f));
    }

    private static memory.desc description(long... sizes) {
      return new memory.desc(
          sizes,
          memory.data_type.f32,
          sizes.length == 1 ? memory.format_tag.a : memory.format_tag.ab);
    }

    private static boolean isCompiled(primitive_desc description) {
      return description.impl_info_str().getString().startsWith("jit");
    }
  }
}
