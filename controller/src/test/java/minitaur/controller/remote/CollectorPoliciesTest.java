package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorPoliciesTest {
  private static final ControllerConfig CONFIG = SmallRun.config();

  @TempDir private Path temporary;

  private byte[] validFile;

  /** Creates a policy as a trainer publishes it. */
  @BeforeEach
  void createPolicy() throws IOException {
    validFile = policyOf(CONFIG, "run");
  }

  private byte[] policyOf(ControllerConfig config, String name) throws IOException {
    AtomicReference<byte[]> file = new AtomicReference<>();
    Path run = temporary.resolve(name);
    try (RunDirectory directory = RunDirectory.create(run, config, SmallRun.BUILD)) {
      Intake intake =
          Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), new LocalFileOperations());
      try (Trainer training =
          Trainer.onRemoteEpisodes(
              config,
              directory,
              "r",
              TrainingListener.silent(),
              intake,
              published -> file.set(published.file().get()))) {
        training.begin();
      }
    }
    return file.get();
  }

  @Test
  void usesAcceptedPolicyAlsoAfterRestart() throws IOException {
    CollectorPolicies policies = policies();
    assertThat(policies.get()).isInstanceOf(UniformPolicy.class);
    policies.accept(response(validFile));
    Policy acting = policies.get();
    assertThat(acting).isNotInstanceOf(UniformPolicy.class);
    assertThat(policies.tag()).isEqualTo(PolicyStore.tag(0, validFile));
    CollectorPolicies restarted = policies();
    assertThat(restarted.get()).isNotInstanceOf(UniformPolicy.class);
    assertThat(restarted.tag()).isEqualTo(policies.tag());
    restarted.accept(new TrainerClient.PolicyResponse(true, null));
    assertThat(restarted.get()).isInstanceOf(UniformPolicy.class);
  }

  @Test
  void rejectsNanWeightAndKeepsPolicy() throws IOException {
    CollectorPolicies policies = policies();
    policies.accept(response(validFile));
    byte[] invalidFile = validFile.clone();
    ByteBuffer file = ByteBuffer.wrap(invalidFile).order(ByteOrder.LITTLE_ENDIAN);
    int tensors = Long.BYTES + (int) file.getLong(0);
    file.putFloat(tensors, Float.NaN);
    assertThatThrownBy(() -> policies.accept(response(invalidFile)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not finite");
    assertThat(policies.tag()).isEqualTo(PolicyStore.tag(0, validFile));
    assertThat(policies.get()).isNotInstanceOf(UniformPolicy.class);
    assertThat(policies().tag()).isEqualTo(PolicyStore.tag(0, validFile));
  }

  @Test
  void rejectsPolicyOfOtherLayoutOrTask() throws IOException {
    CollectorPolicies policies = policies();
    String text = new String(validFile, StandardCharsets.ISO_8859_1);
    byte[] edited = text.replaceFirst("roll_rad", "yaww_rad").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> policies.accept(response(edited)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged or was edited");
    StoredPolicy stored = StoredPolicy.decode(validFile, "good");
    Map<String, String> metadata = new LinkedHashMap<>(stored.metadata());
    metadata.computeIfPresent("state", (key, names) -> names.replaceFirst("roll_rad", "yaww_rad"));
    byte[] otherLayout = StoredPolicy.of(stored.spec(), stored.parameters(), metadata).encode();
    assertThatThrownBy(() -> policies.accept(response(otherLayout)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of state is observation[0].yaww_rad in the policy");
    byte[] otherTask = policyOf(SmallRun.config("task.kp=0.7"), "other");
    assertThatThrownBy(() -> policies.accept(response(otherTask)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kp_duty_per_rad is 0.7 in the policy and 1.0");
    assertThatThrownBy(() -> policies.accept(response(new byte[100])))
        .isInstanceOf(IOException.class);
    assertThat(policies.get()).isInstanceOf(UniformPolicy.class);
  }

  private CollectorPolicies policies() {
    return new CollectorPolicies(
        temporary.resolve("policy.safetensors"),
        CONFIG,
        new LocalFileOperations(),
        RandomStream.of(0, "uniform"),
        RandomStream.of(0, "noise"));
  }

  private static TrainerClient.PolicyResponse response(byte[] file) {
    return new TrainerClient.PolicyResponse(
        false, new PolicyStore.PublishedPolicy(0, PolicyStore.tag(0, file), file));
  }
}
