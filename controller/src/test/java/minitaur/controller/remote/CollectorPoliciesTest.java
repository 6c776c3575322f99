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
import minitaur.controller.run.storage.DiskFiles;
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

  private byte[] good;

  /** Creates a policy as a trainer publishes it. */
  @BeforeEach
  void makePolicy() throws IOException {
    good = policyOf(CONFIG, "run");
  }

  private byte[] policyOf(ControllerConfig config, String name) throws IOException {
    AtomicReference<byte[]> file = new AtomicReference<>();
    Path run = temporary.resolve(name);
    try (RunDirectory directory = RunDirectory.create(run, config, SmallRun.BUILD)) {
      Intake intake = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), new DiskFiles());
      try (Trainer training =
          Trainer.onSuppliedEpisodes(
              config,
              directory,
              "r",
              TrainingListener.silent(),
              intake,
              published -> file.set(published.encode()))) {
        training.begin();
      }
    }
    return file.get();
  }

  @Test
  void goodPolicyActsFromTheNextEpisodeOnAndAfterARestart() throws IOException {
    CollectorPolicies policies = policies();
    assertThat(policies.get()).isInstanceOf(UniformPolicy.class);
    policies.accept(answer(good));
    Policy acting = policies.get();
    assertThat(acting).isNotInstanceOf(UniformPolicy.class);
    assertThat(policies.tag()).isEqualTo(PolicyShelf.tag(0, good));
    CollectorPolicies restarted = policies();
    assertThat(restarted.get()).isNotInstanceOf(UniformPolicy.class);
    assertThat(restarted.tag()).isEqualTo(policies.tag());
    restarted.accept(new TrainerClient.Behaviour(true, null));
    assertThat(restarted.get()).isInstanceOf(UniformPolicy.class);
  }

  @Test
  void weightThatIsNotANumberIsRejectedAndTheGoodPolicyStays() throws IOException {
    CollectorPolicies policies = policies();
    policies.accept(answer(good));
    byte[] bad = good.clone();
    ByteBuffer file = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
    int tensors = Long.BYTES + (int) file.getLong(0);
    file.putFloat(tensors, Float.NaN);
    assertThatThrownBy(() -> policies.accept(answer(bad)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not finite");
    assertThat(policies.tag()).isEqualTo(PolicyShelf.tag(0, good));
    assertThat(policies.get()).isNotInstanceOf(UniformPolicy.class);
    assertThat(policies().tag()).isEqualTo(PolicyShelf.tag(0, good));
  }

  @Test
  void policyOfAnotherLayoutOrTaskIsRejected() throws IOException {
    CollectorPolicies policies = policies();
    String text = new String(good, StandardCharsets.ISO_8859_1);
    byte[] edited = text.replaceFirst("roll_rad", "yaww_rad").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> policies.accept(answer(edited)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged or was edited");
    StoredPolicy stored = StoredPolicy.decode(good, "good");
    Map<String, String> texts = new LinkedHashMap<>(stored.metadata());
    texts.computeIfPresent("state", (key, names) -> names.replaceFirst("roll_rad", "yaww_rad"));
    byte[] otherLayout = StoredPolicy.of(stored.spec(), stored.parameters(), texts).encode();
    assertThatThrownBy(() -> policies.accept(answer(otherLayout)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of state is observation[0].yaww_rad in the policy");
    byte[] otherTask = policyOf(SmallRun.config("task.kp=0.7"), "other");
    assertThatThrownBy(() -> policies.accept(answer(otherTask)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kp_duty_per_rad is 0.7 in the policy and 1.0");
    assertThatThrownBy(() -> policies.accept(answer(new byte[100])))
        .isInstanceOf(IOException.class);
    assertThat(policies.get()).isInstanceOf(UniformPolicy.class);
  }

  private CollectorPolicies policies() {
    return new CollectorPolicies(
        temporary.resolve("policy.safetensors"),
        CONFIG,
        new DiskFiles(),
        RandomStream.of(0, "uniform"),
        RandomStream.of(0, "noise"));
  }

  private static TrainerClient.Behaviour answer(byte[] file) {
    return new TrainerClient.Behaviour(
        false, new PolicyShelf.Edition(0, PolicyShelf.tag(0, file), file));
  }
}
