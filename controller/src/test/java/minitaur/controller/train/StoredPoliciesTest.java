package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.format.safetensors.SafetensorsException;
import minitaur.controller.format.safetensors.SafetensorsFile;
import minitaur.controller.format.safetensors.Tensor;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredPoliciesTest {
  private static final PolicySpec SPEC =
      new PolicySpec(
          ObservationLayout.STATE_SIZE,
          List.of(16, 16),
          ObservationLayout.ACTION_SIZE,
          PolicySpec.Head.SQUASHED_GAUSSIAN);

  private final ControllerConfig config = ControllerConfig.defaults();
  private final float[] parameters = new float[SPEC.parameters()];

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void drawParameters() {
    RandomStream random = RandomStream.of(1, "parameters");
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextUniform(-0.3, 0.3);
    }
    file = folder.resolve("policy.safetensors");
  }

  private StoredPolicy policy(Map<String, String> changes) {
    Map<String, String> metadata = new LinkedHashMap<>(PolicyMetadata.ofRobot(config));
    metadata.putAll(changes);
    return StoredPolicy.of(SPEC, parameters, metadata);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          policy_rate_hz | 49.0 | policy_rate_hz is 49.0 in the policy and 50.0 in
          swing_range_rad | 0.4 | swing_range_rad is 0.4 in the policy and 0.5 in
          extension_mid_rad | 1.9 | extension_mid_rad is 1.9 in the policy and 2.0 in
          extension_range_rad | 0.4 | extension_range_rad is 0.4 in the policy and 0.5 in
          action_filter_hz | 3.0 | action_filter_hz is 3.0 in the policy and 0.0 in
          kp_duty_per_rad | 9 | kp_duty_per_rad is 9 in the policy and
          kd_duty_per_rad_per_sec | 9 | kd_duty_per_rad_per_sec is 9 in the policy and
          state | roll_rad,pitch_rad | component 0 of state is roll_rad in the policy and observation[0]
          action_order | swing_back_left | component 0 of action_order is swing_back_left in the policy and
          state_layout | oldest first | state_layout is oldest first in the policy and
          input_scaling | degrees | input_scaling is degrees in the policy and none
          conventions | legs clockwise | conventions is legs clockwise in the policy and motor angle 0
          action_mapping | extension = a[leg] | action_mapping is extension = a[leg] in the policy and
          motor_law | torque = a | motor_law is torque = a in the policy and duty
          network | y = w2 tanh(w1 s) | metadata field network that contradicts
          action | a = clip(y) | metadata field action that contradicts
          """)
  void rejectsContradictingMetadataByField(String field, String value, String message)
      throws IOException {
    policy(Map.of(field, value)).write(file);
    assertThatThrownBy(() -> StoredPolicies.matching(file, config))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "activation, tanh, metadata field network that contradicts",
    "activation, gelu, unknown activation",
    "head, gaussian, metadata field action that contradicts",
    "head, argmax, head \"argmax\""
  })
  void rejectsContradictingHeadAndActivation(String field, String value, String message)
      throws IOException {
    // Uses the earlier format, which has no checksum to update.
    Map<String, String> changes = Map.of("format", "minitaur-policy/1", field, value);
    write(policy(changes).encode(), changes, Map.of());
    assertThatThrownBy(() -> StoredPolicy.read(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void rejectsMissingMetadataField() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(PolicyMetadata.ofRobot(config));
    metadata.remove("kp_duty_per_rad");
    StoredPolicy.of(SPEC, parameters, metadata).write(file);
    assertThatThrownBy(() -> StoredPolicies.matching(file, config))
        .hasMessageContaining("kp_duty_per_rad is missing in the policy");
  }

  @Test
  void rejectsPolicyThatDoesNotReproduceItsGoldenPairs() throws IOException {
    float[] actions = policy(Map.of()).goldenPairs().actions().clone();
    actions[17] += 3e-5f;
    Tensor changed = Tensor.ofFloats(actions, 8, ObservationLayout.ACTION_SIZE);
    write(policy(Map.of()).encode(), Map.of(), Map.of("golden_actions", changed));
    assertThatThrownBy(() -> StoredPolicy.read(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("does not reproduce its golden_actions");
  }

  @Test
  void readsFilesWithoutGoldenPairsAndDescriptions() throws IOException {
    StoredPolicy stored = policy(Map.of());
    Map<String, String> metadata = new HashMap<>(stored.metadata());
    metadata.keySet().removeIf(key -> key.matches("state_layout|motor_law|checksum.*"));
    metadata.put("format", "minitaur-policy/1");
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(SafetensorsFile.decode(stored.encode(), "policy").tensors());
    tensors.keySet().removeIf(key -> key.startsWith("golden"));
    Files.write(file, new SafetensorsFile(tensors, metadata).encode());
    assertThat(StoredPolicies.matching(file, config).parameters()).isEqualTo(parameters);
  }

  /** Writes a file with other metadata or tensors. */
  private void write(byte[] encoded, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    SafetensorsFile original = SafetensorsFile.decode(encoded, "policy");
    Map<String, String> mergedMetadata = new HashMap<>(original.metadata());
    mergedMetadata.putAll(metadata);
    Map<String, Tensor> mergedTensors = new LinkedHashMap<>(original.tensors());
    mergedTensors.putAll(tensors);
    Files.write(file, new SafetensorsFile(mergedTensors, mergedMetadata).encode());
  }
}
