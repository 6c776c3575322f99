package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.catalog.AllLearners;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySourceTest {
  private static final int STATES = 1000;
  private final ControllerConfig config = ControllerConfig.defaults();
  @TempDir private Path folder;

  static Stream<LearnerSettings> learners() {
    return AllLearners.all().stream();
  }

  private StoredPolicy policy(LearnerSettings settings) {
    try (TwoThreads workers = new TwoThreads(1)) {
      EnvironmentSpec spec =
          new EnvironmentSpec(
              "test", ObservationLayout.STATE, ObservationLayout.ACTION, 50, 500, null);
      Learner learner =
          settings.create(new LearnerContext(spec, MatrixBackend.fastest(), workers, 3));
      float[] values = new float[learner.policySpec().parameters()];
      learner.copyActing(values);
      // Biases of a new network are zero, which would hide that they are missing.
      RandomStream random = RandomStream.of(4, "weights");
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) random.nextUniform(-0.05, 0.05);
      }
      return StoredPolicy.of(learner.policySpec(), values, PolicyContext.ofRobot(config));
    }
  }

  @ParameterizedTest
  @MethodSource("learners")
  void compiledSourceActsLikeThePolicy(LearnerSettings settings) throws Exception {
    assumeTrue(succeeds("gcc", "--version"), "gcc is not installed");
    StoredPolicy stored = policy(settings);
    Path source = write(stored, PolicySource.Language.C, "policy.c");
    Path program = folder.resolve("policy");
    List<String> gcc =
        List.of("gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1");
    run(gcc, "-c", source.toString(), "-o", folder.resolve("policy.o").toString());
    run(gcc, "-DMINITAUR_POLICY_MAIN", source.toString(), "-o", program.toString(), "-lm");
    assertActsLike(stored, List.of(program.toString()));
  }

  @ParameterizedTest
  @MethodSource("learners")
  void scriptActsLikeThePolicy(LearnerSettings settings) throws Exception {
    assumeTrue(succeeds("python3", "-c", "import numpy"), "NumPy is not installed");
    StoredPolicy stored = policy(settings);
    Path source = write(stored, PolicySource.Language.NUMPY, "policy.py");
    assertActsLike(stored, List.of("python3", source.toString()));
  }

  @Test
  void policyOfAnotherRateIsRejectedByField() throws IOException {
    StoredPolicy stored = policy(AllLearners.all().get(0));
    Map<String, String> metadata = new LinkedHashMap<>(PolicyContext.ofRobot(config));
    metadata.put("policy_rate_hz", "49.0");
    Path file = folder.resolve("policy.safetensors");
    StoredPolicy.of(stored.spec(), stored.parameters(), metadata).write(file);
    assertThatThrownBy(() -> StoredPolicies.matching(file, config))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("policy_rate_hz is 49.0 in the policy and 50.0");
  }

  private Path write(StoredPolicy stored, PolicySource.Language language, String name)
      throws IOException {
    PolicySource source = new PolicySource(stored, config.task().actionMap());
    return Files.writeString(folder.resolve(name), language.write(source));
  }

  private void assertActsLike(StoredPolicy stored, List<String> command) throws Exception {
    RandomStream random = RandomStream.of(7, "states");
    Policy actor = stored.actor(MatrixBackend.fastest(), null);
    StringBuilder input = new StringBuilder();
    List<double[]> expected = new ArrayList<>();
    float[] state = new float[ObservationLayout.STATE];
    float[] action = new float[ObservationLayout.ACTION];
    double[] targets = new double[Motor.COUNT];
    for (int row = 0; row < STATES; row++) {
      for (int i = 0; i < state.length; i++) {
        state[i] = (float) random.nextUniform(-2, 2);
        input.append(i == 0 ? "" : ",").append(state[i]);
      }
      input.append('\n');
      actor.act(state, action);
      config.task().actionMap().toMotorAngles(action, targets);
      double[] all = new double[action.length + targets.length];
      for (int i = 0; i < action.length; i++) {
        all[i] = action[i];
      }
      System.arraycopy(targets, 0, all, action.length, targets.length);
      expected.add(all);
    }
    Path states = Files.writeString(folder.resolve("states.csv"), input);
    List<String> lines = output(command, states).lines().toList();
    assertThat(lines).hasSize(STATES);
    for (int row = 0; row < STATES; row++) {
      double[] actual =
          Stream.of(lines.get(row).split(",")).mapToDouble(Double::parseDouble).toArray();
      assertThat(actual).as("state %d", row).containsExactly(expected.get(row), within(1e-5));
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
