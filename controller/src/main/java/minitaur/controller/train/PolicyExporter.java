package minitaur.controller.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import minitaur.controller.format.onnx.OnnxModel;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.policy.GoldenPairs;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.task.ActionMap;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Leg;
import minitaur.hal.Motor;

/**
 * Exports a walking policy in a format that runs without this program: raw state {@code [112]} as
 * input, deterministic action {@code [8]} and motor targets {@code [8]} in rad as output. Every
 * format contains {@link GoldenPairs} for verification.
 */
public final class PolicyExporter {
  private final PolicySpec spec;
  private final float[] parameters;
  private final Map<String, String> metadata;
  private final ActionMap map;
  private final GoldenPairs golden;

  /** Export format. */
  public enum Format {
    /** One C99 file: one function, constant weights, no allocation. */
    C {
      @Override
      public byte[] encode(PolicyExporter policy) {
        return policy.c().getBytes(StandardCharsets.UTF_8);
      }
    },
    /** A Python script that needs NumPy only. */
    NUMPY {
      @Override
      public byte[] encode(PolicyExporter policy) {
        return policy.numpy().getBytes(StandardCharsets.UTF_8);
      }
    },
    /** An ONNX model. */
    ONNX {
      @Override
      public byte[] encode(PolicyExporter policy) {
        return policy.onnx();
      }
    };

    /** Content of the file. */
    public abstract byte[] encode(PolicyExporter policy);
  }

  /**
   * Creates an export.
   *
   * @param stored policy of the walking robot
   * @param map converts actions to motor targets
   */
  public PolicyExporter(StoredPolicy stored, ActionMap map) {
    this.spec = stored.spec();
    this.parameters = stored.parameters();
    this.metadata = new TreeMap<>(stored.metadata());
    this.map = map;
    if (spec.actions() != Motor.COUNT) {
      throw new IllegalArgumentException(spec.actions() + " action components");
    }
    golden = stored.goldenPairs();
  }

  private int layers() {
    return spec.hidden().size() + 1;
  }

  private int width(int layer) {
    return layer == 0
        ? spec.inputs()
        : layer < layers() ? spec.hidden().get(layer - 1) : spec.actions();
  }

  /**
   * Weights {@code [outputs x inputs]} and biases of a layer, counted from 1, reduced to what a
   * deterministic action depends on: without the columns of the latent inputs, which are zero, and
   * without the rows of the standard deviations.
   */
  private float[][] layer(int layer) {
    int start = 0;
    int inputs = spec.networkInputs();
    for (int before = 1; before < layer; before++) {
      start += (inputs + 1) * width(before);
      inputs = width(before);
    }
    int outputs = width(layer);
    int usedInputs = width(layer - 1);
    float[] weights = new float[outputs * usedInputs];
    for (int row = 0; row < outputs; row++) {
      System.arraycopy(parameters, start + row * inputs, weights, row * usedInputs, usedInputs);
    }
    int storedOutputs = layer == layers() ? spec.outputs() : outputs;
    int biases = start + storedOutputs * inputs;
    return new float[][] {weights, Arrays.copyOfRange(parameters, biases, biases + outputs)};
  }

  /** Sign of each motor's swing: 1 for a rear motor, -1 for a front one. */
  private int[] swingSigns() {
    int[] signs = new int[Motor.COUNT];
    for (int i = 0; i < Leg.COUNT; i++) {
      signs[Leg.of(i).rear().ordinal()] = 1;
      signs[Leg.of(i).front().ordinal()] = -1;
    }
    return signs;
  }

  /** The metadata as lines of a comment, which its text can neither end nor continue. */
  private String comment(String prefix) {
    StringBuilder text = new StringBuilder();
    metadata.forEach(
        (key, value) ->
            text.append(prefix)
                .append((key + ": " + value).replaceAll("\\p{Cntrl}", " ").replace("*/", "* /"))
                .append('\n'));
    return text.toString();
  }

  private String c() {
    StringBuilder out = new StringBuilder();
    out.append(
        "/*\n * Deterministic walking policy; C99, link with -lm. Metadata of the policy:\n");
    out.append(comment(" * ")).append(" */\n#include <math.h>\n\n");
    for (int layer = 1; layer <= layers(); layer++) {
      float[][] values = layer(layer);
      appendArray(out, "w" + layer, values[0]);
      appendArray(out, "b" + layer, values[1]);
    }
    appendArray(out, "golden_states", golden.states());
    appendArray(out, "golden_actions", golden.actions());
    int widest = spec.hidden().stream().mapToInt(Integer::intValue).max().orElse(1);
    out.append(
        """

        /* state: raw SI; action: in [-1, 1]; motor_targets: rad. Not reentrant: its memory is static. */
        void minitaur_policy(const float state[%1$d], float action[%2$d], float motor_targets[%2$d]) {
          static float from[%3$d], to[%3$d];
          static const double swing[%2$d] = {%4$s};
        """
            .formatted(
                spec.inputs(),
                spec.actions(),
                Math.max(widest, spec.inputs()),
                joined(swingSigns())));
    out.append("  for (int i = 0; i < %d; i++) from[i] = state[i];\n".formatted(spec.inputs()));
    for (int layer = 1; layer <= layers(); layer++) {
      boolean last = layer == layers();
      String result =
          last
              ? switch (spec.head()) {
                case GAUSSIAN -> "action[o] = (float)fmax(-1, fmin(1, y));";
                case SQUASHED_GAUSSIAN, DETERMINISTIC_TANH, LATENT_TANH ->
                    "action[o] = (float)tanh(y);";
              }
              : switch (spec.activation()) {
                case RELU -> "to[o] = y > 0 ? (float)y : 0;";
                case TANH -> "to[o] = (float)tanh(y);";
              };
      out.append(
          """
            for (int o = 0; o < %1$d; o++) {
              double y = b%2$d[o];
              for (int i = 0; i < %3$d; i++) y += (double)w%2$d[o * %3$d + i] * from[i];
              %4$s
            }
          """
              .formatted(width(layer), layer, width(layer - 1), result));
      if (!last) {
        out.append("  for (int i = 0; i < %d; i++) from[i] = to[i];\n".formatted(width(layer)));
      }
    }
    out.append(
        """
          for (int m = 0; m < %d; m++)
            motor_targets[m] = (float)(%s + %s * action[4 + m / 2] + swing[m] * %s * action[m / 2]);
        }

        #ifdef MINITAUR_POLICY_MAIN
        /* Checks the golden pairs, then reads states as CSV and prints actions and motor targets. */
        #include <stdio.h>
        int main(void) {
          float state[%d], action[%d], targets[%d];
        """
            .formatted(
                spec.actions(),
                map.extensionMid(),
                map.extensionRange(),
                map.swingRange(),
                spec.inputs(),
                spec.actions(),
                spec.actions()));
    out.append(
        """
          for (int g = 0; g < %1$d; g++) {
            minitaur_policy(golden_states + g * %2$d, action, targets);
            for (int i = 0; i < %3$d; i++)
              if (!(fabs(action[i] - golden_actions[g * %3$d + i]) <= %4$s)) {
                fprintf(stderr, "golden pair %%d: action %%d is %%.9g\\n", g, i, (double)action[i]);
                return 1;
              }
          }
          for (;;) {
            for (int i = 0; i < %2$d; i++)
              if (scanf(i ? " ,%%f" : "%%f", &state[i]) != 1) return i == 0 && feof(stdin) ? 0 : 2;
            minitaur_policy(state, action, targets);
            for (int i = 0; i < %3$d; i++) printf("%%.9g,", (double)action[i]);
            for (int i = 0; i < %3$d; i++) printf(i ? ",%%.9g" : "%%.9g", (double)targets[i]);
            printf("\\n");
          }
        }
        #endif
        """
            .formatted(GoldenPairs.COUNT, spec.inputs(), spec.actions(), GoldenPairs.TOLERANCE));
    return out.toString();
  }

  /** Appends a C array; hexadecimal floating-point literals preserve every bit. */
  private static void appendArray(StringBuilder out, String name, float[] values) {
    boolean golden = name.startsWith("golden");
    out.append(golden ? "#ifdef MINITAUR_POLICY_MAIN\n" : "");
    out.append("static const float %s[%d] = {".formatted(name, values.length));
    for (int i = 0; i < values.length; i++) {
      out.append(i % 8 == 0 ? "\n  " : " ").append(Float.toHexString(values[i])).append("f,");
    }
    out.append("\n};\n").append(golden ? "#endif\n" : "");
  }

  private static String joined(int[] values) {
    String text = Arrays.toString(values);
    return text.substring(1, text.length() - 1);
  }

  private String numpy() {
    StringBuilder out = new StringBuilder();
    out.append("#!/usr/bin/env python3\n");
    out.append("# Deterministic walking policy; needs NumPy. Metadata of the policy:\n");
    out.append(comment("# "));
    out.append(
        """
        import base64
        import sys

        import numpy as np


        def _tensor(text, *shape):
            return np.frombuffer(base64.b64decode(text), "<f4").reshape(shape)


        LAYERS = [
        """);
    for (int layer = 1; layer <= layers(); layer++) {
      float[][] values = layer(layer);
      out.append(
          "    (_tensor(\"%s\", %d, %d), _tensor(\"%s\", %d)),\n"
              .formatted(
                  base64(values[0]),
                  width(layer),
                  width(layer - 1),
                  base64(values[1]),
                  width(layer)));
    }
    out.append(
        """
        ]
        GOLDEN_STATES = _tensor("%s", %d, %d)
        GOLDEN_ACTIONS = _tensor("%s", %d, %d)
        SWING = np.array([%s])


        def policy(state):
            \"""Actions and motor targets [rad] of raw states [..., %d].\"""
            y = np.asarray(state, np.float32)
            for index, (weights, biases) in enumerate(LAYERS):
                y = y @ weights.T + biases
                if index + 1 < len(LAYERS):
                    y = %s
            action = %s
            swing, extension = np.repeat(action[..., :4], 2, -1), np.repeat(action[..., 4:], 2, -1)
            return action, %s + %s * extension + SWING * %s * swing


        if __name__ == "__main__":
            difference = np.abs(policy(GOLDEN_STATES)[0] - GOLDEN_ACTIONS).max()
            if not difference <= %s:
                sys.exit(f"golden pairs differ by {difference}")
            for line in sys.stdin:
                action, targets = policy(np.array(line.split(","), np.float32))
                print(",".join(f"{value:.9g}" for value in [*action, *targets]))
        """
            .formatted(
                base64(golden.states()),
                GoldenPairs.COUNT,
                spec.inputs(),
                base64(golden.actions()),
                GoldenPairs.COUNT,
                spec.actions(),
                joined(swingSigns()),
                spec.inputs(),
                switch (spec.activation()) {
                  case RELU -> "np.maximum(y, 0)";
                  case TANH -> "np.tanh(y)";
                },
                switch (spec.head()) {
                  case GAUSSIAN -> "np.clip(y, -1, 1)";
                  case SQUASHED_GAUSSIAN, DETERMINISTIC_TANH, LATENT_TANH -> "np.tanh(y)";
                },
                map.extensionMid(),
                map.extensionRange(),
                map.swingRange(),
                GoldenPairs.TOLERANCE));
    return out.toString();
  }

  /**
   * Model with input "state" and outputs "action" and "motor_targets", a linear map of the action.
   */
  private byte[] onnx() {
    OnnxModel model = new OnnxModel("minitaur_policy");
    model.addInput("state", spec.inputs());
    String from = "state";
    for (int layer = 1; layer <= layers(); layer++) {
      float[][] values = layer(layer);
      String sum = "layer" + layer;
      model.addDense(from, sum, values[0], values[1]);
      from = "hidden" + layer;
      if (layer < layers()) {
        switch (spec.activation()) {
          case RELU -> model.addRelu(sum, from);
          case TANH -> model.addTanh(sum, from);
        }
        continue;
      }
      switch (spec.head()) {
        case GAUSSIAN -> model.addClip(sum, "action", -1, 1);
        case SQUASHED_GAUSSIAN, DETERMINISTIC_TANH, LATENT_TANH -> model.addTanh(sum, "action");
      }
    }
    float[] weights = new float[Motor.COUNT * spec.actions()];
    float[] mid = new float[Motor.COUNT];
    int[] signs = swingSigns();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      int row = motor * spec.actions();
      weights[row + ObservationLayout.SWINGS + motor / 2] =
          (float) (signs[motor] * map.swingRange());
      weights[row + ObservationLayout.EXTENSIONS + motor / 2] = (float) map.extensionRange();
      mid[motor] = (float) map.extensionMid();
    }
    model.addDense("action", "motor_targets", weights, mid);
    model.addOutput("action", spec.actions());
    model.addOutput("motor_targets", Motor.COUNT);
    Map<String, String> properties = new TreeMap<>(metadata);
    properties.put("golden_states", rows(golden.states(), spec.inputs()));
    properties.put("golden_actions", rows(golden.actions(), spec.actions()));
    return model.encode(properties);
  }

  /** Comma-separated values, one line per row. */
  private static String rows(float[] values, int columns) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(values[i]).append((i + 1) % columns == 0 ? '\n' : ',');
    }
    return text.toString();
  }

  private static String base64(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
