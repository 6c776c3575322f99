package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.catalog.LearnerRegistry;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.policy.GoldenPairs;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ActionMap;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyExporterTest {
  private static final int STATES = 1000;
  private final ControllerConfig config = ControllerConfig.defaults();
  @TempDir private Path folder;

  static Stream<LearnerSettings> learners() {
    return LearnerRegistry.all().stream();
  }

  private StoredPolicy policy(LearnerSettings settings) {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      EnvironmentSpec spec =
          new EnvironmentSpec(
              "test", ObservationLayout.STATE_SIZE, ObservationLayout.ACTION_SIZE, 50, 500, null);
      Learner learner =
          settings.create(new LearnerContext(spec, MatrixBackend.fastest(), workers, 3));
      float[] values = new float[learner.policySpec().parameters()];
      learner.copyActingPolicy(values);
      // The biases of a new network are zero, which would hide that they are missing.
      RandomStream random = RandomStream.of(4, "weights");
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) random.nextUniform(-0.05, 0.05);
      }
      return StoredPolicy.of(learner.policySpec(), values, PolicyMetadata.ofRobot(config));
    }
  }

  @ParameterizedTest
  @MethodSource("learners")
  void compiledSourceMatchesPolicy(LearnerSettings settings) throws Exception {
    assumeTrue(succeeds("gcc", "--version"), "gcc is not installed");
    StoredPolicy stored = policy(settings);
    Path source = write(stored, PolicyExporter.Format.C, "policy.c");
    Path program = folder.resolve("policy");
    List<String> gcc =
        List.of("gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1");
    if (settings.equals(LearnerRegistry.all().get(0))) {
      run(gcc, "-c", source.toString(), "-o", folder.resolve("policy.o").toString());
    }
    run(gcc, "-DMINITAUR_POLICY_MAIN", source.toString(), "-o", program.toString(), "-lm");
    assertMatches(stored, List.of(program.toString()));
  }

  @ParameterizedTest
  @MethodSource("learners")
  void numpyScriptMatchesPolicy(LearnerSettings settings) throws Exception {
    String python = System.getenv().getOrDefault("MINITAUR_TEST_PYTHON", "python3");
    assumeTrue(succeeds(python, "-c", "import numpy"), "NumPy is not installed");
    StoredPolicy stored = policy(settings);
    Path source = write(stored, PolicyExporter.Format.NUMPY, "policy.py");
    assertMatches(stored, List.of(python, source.toString()));
  }

  @ParameterizedTest
  @MethodSource("learners")
  void onnxModelMatchesPolicy(LearnerSettings settings) throws Exception {
    StoredPolicy stored = policy(settings);
    byte[] model = PolicyExporter.Format.ONNX.encode(new PolicyExporter(stored, map()));
    float[][] states = states();
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = environment.createSession(model);
        OnnxTensor input = OnnxTensor.createTensor(environment, states);
        OrtSession.Result result = session.run(Map.of("state", input))) {
      assertThat(session.getOutputNames()).containsExactlyInAnyOrder("action", "motor_targets");
      float[][] actions = (float[][]) result.get("action").orElseThrow().getValue();
      float[][] targets = (float[][]) result.get("motor_targets").orElseThrow().getValue();
      assertThat(actions).hasDimensions(STATES, ObservationLayout.ACTION_SIZE);
      assertThat(targets).hasDimensions(STATES, Motor.COUNT);
      double[][] expected = expected(stored, states);
      for (int row = 0; row < STATES; row++) {
        double[] actual = new double[expected[row].length];
        for (int i = 0; i < ObservationLayout.ACTION_SIZE; i++) {
          actual[i] = actions[row][i];
          actual[ObservationLayout.ACTION_SIZE + i] = targets[row][i];
        }
        assertThat(actual).as("state %d", row).containsExactly(expected[row], within(1e-5));
      }
      Map<String, String> properties = session.getMetadata().getCustomMetadata();
      assertThat(properties).containsAllEntriesOf(stored.metadata());
      GoldenPairs golden = stored.goldenPairs();
      assertThat(numbers(properties.get("golden_states"))).containsExactly(golden.states());
      assertThat(numbers(properties.get("golden_actions"))).containsExactly(golden.actions());
    }
  }

  @Test
  void metadataStaysWithinComments() {
    Map<String, String> metadata =
        new HashMap<>(PolicyMetadata.ofRobot(ControllerConfig.defaults()));
    metadata.put(
        "*/ int x;\nraise SystemExit", "a\rraise SystemExit\r\nraise SystemExit */ int x;");
    StoredPolicy original = policy(LearnerRegistry.all().get(0));
    PolicyExporter exporter =
        new PolicyExporter(
            StoredPolicy.of(original.spec(), original.parameters(), metadata), map());
    assertThat(text(PolicyExporter.Format.NUMPY, exporter).lines())
        .noneMatch(line -> line.startsWith("raise"));
    String source = text(PolicyExporter.Format.C, exporter);
    assertThat(source.substring(source.indexOf("*/"))).doesNotContain("int x;");
  }

  private static String text(PolicyExporter.Format format, PolicyExporter exporter) {
    return new String(format.encode(exporter), StandardCharsets.UTF_8);
  }

  @Test
  void onnxModelAcceptsBatchOfOne() throws Exception {
    StoredPolicy stored = policy(LearnerRegistry.all().get(0));
    byte[] model = PolicyExporter.Format.ONNX.encode(new PolicyExporter(stored, map()));
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = environment.createSession(model);
        OnnxTensor input =
            OnnxTensor.createTensor(environment, new float[1][ObservationLayout.STATE_SIZE]);
        OrtSession.Result result = session.run(Map.of("state", input))) {
      assertThat((float[][]) result.get(0).getValue())
          .hasDimensions(1, ObservationLayout.ACTION_SIZE);
    }
  }

  private static float[] numbers(String rows) {
    String[] parts = rows.strip().split("[,\n]", -1);
    float[] values = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = Float.parseFloat(parts[i]);
    }
    return values;
  }

  private ActionMap map() {
    return config.task().actionMap();
  }

  private static float[][] states() {
    RandomStream random = RandomStream.of(7, "states");
    float[][] states = new float[STATES][ObservationLayout.STATE_SIZE];
    for (float[] state : states) {
      for (int i = 0; i < state.length; i++) {
        state[i] = (float) random.nextUniform(-2, 2);
      }
    }
    return states;
  }

  /** Actions, followed by motor targets, of each state. */
  private double[][] expected(StoredPolicy stored, float[][] states) {
    Policy actor = stored.createPolicy(MatrixBackend.fastest(), null);
    float[] action = new float[ObservationLayout.ACTION_SIZE];
    double[] targets = new double[Motor.COUNT];
    double[][] expected = new double[states.length][action.length + targets.length];
    for (int row = 0; row < states.length; row++) {
      actor.act(states[row], action);
      map().toMotorAngles(action, targets);
      for (int i = 0; i < action.length; i++) {
        expected[row][i] = action[i];
      }
      System.arraycopy(targets, 0, expected[row], action.length, targets.length);
    }
    return expected;
  }

  private Path write(StoredPolicy stored, PolicyExporter.Format format, String name)
      throws IOException {
    PolicyExporter source = new PolicyExporter(stored, map());
    return Files.write(folder.resolve(name), format.encode(source));
  }

  private void assertMatches(StoredPolicy stored, List<String> command) throws Exception {
    float[][] inputs = states();
    double[][] expected = expected(stored, inputs);
    StringBuilder input = new StringBuilder();
    for (float[] state : inputs) {
      String row = Arrays.toString(state);
      input.append(row, 1, row.length() - 1).append('\n');
    }
    Path states = Files.writeString(folder.resolve("states.csv"), input);
    List<String> lines = output(command, states).lines().toList();
    assertThat(lines).hasSize(STATES);
    for (int row = 0; row < STATES; row++) {
      double[] actual =
          Stream.of(lines.get(row).split(",")).mapToDouble(Double::parseDouble).toArray();
      assertThat(actual).as("state %d", row).containsExactly(expected[row], within(1e-5));
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void run(List<String> command, String... more) throws Exception {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    output(all, Files.writeString(folder.resolve("empty"), ""));
  }

  private static String output(List<String> command, Path input) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
