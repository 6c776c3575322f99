package minitaur.controller.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import minitaur.controller.format.safetensors.SafetensorsException;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.StoredPolicies;
import minitaur.hal.file.FileErrors;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides the acting policy of a collector: the newest valid one received from the trainer, or
 * uniform random actions. The last valid policy is stored on disk, for a start without the trainer.
 *
 * <p>{@link #accept} is called by the thread that communicates with the trainer; {@link #get} is
 * called between episodes by the thread that runs them.
 */
public final class CollectorPolicies implements Supplier<Policy> {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorPolicies.class);
  private static final String UPDATES = "trained_updates";

  private final Path file;
  private final ControllerConfig config;
  private final FileOperations files;
  private final RandomStream noise;
  private final UniformPolicy uniform;
  private volatile Selection selection = new Selection(null, null);
  private @Nullable NetworkPolicy learnedPolicy;
  private @Nullable StoredPolicy loaded;

  /** The current choice; uniform random actions when {@code policy} is null. */
  private record Selection(@Nullable StoredPolicy policy, @Nullable String tag) {}

  /**
   * Starts with the policy in {@code file} if it is valid, otherwise with uniform random actions,
   * until the trainer responds.
   *
   * @param uniform random stream of uniform actions, kept
   * @param noise random stream of the policy's action noise, kept
   */
  public CollectorPolicies(
      Path file,
      ControllerConfig config,
      FileOperations files,
      RandomStream uniform,
      RandomStream noise) {
    this.file = file;
    this.config = config;
    this.files = files;
    this.noise = noise;
    this.uniform = new UniformPolicy(uniform);
    if (Files.exists(file)) {
      try {
        byte[] bytes = files.read(file);
        StoredPolicy stored = check(bytes, file.toString());
        selection = new Selection(stored, PolicyStore.tag(id(stored), bytes));
        LOG.info("Loaded policy {} from disk.", id(stored));
      } catch (IOException e) {
        LOG.warn("{}; it is not used.", FileErrors.message(e));
      }
    }
  }

  private StoredPolicy check(byte[] bytes, String name) throws IOException {
    StoredPolicy stored = StoredPolicy.decode(bytes, name);
    List<String> differences = StoredPolicies.differences(stored, config);
    if (!differences.isEmpty()) {
      throw new SafetensorsException(name, "is of another task: " + String.join("; ", differences));
    }
    return stored;
  }

  private static long id(StoredPolicy stored) {
    String text = stored.metadata().getOrDefault(UPDATES, "0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** Tag of the current policy; null when there is none. */
  @Nullable String tag() {
    return selection.tag();
  }

  /**
   * Applies the trainer's response, from the next episode on.
   *
   * @throws IOException when the policy in it is rejected or cannot be stored; the previous one
   *     stays in use
   */
  void accept(TrainerClient.PolicyResponse response) throws IOException {
    PolicyStore.PublishedPolicy newPolicy = response.newPolicy();
    if (response.explore()) {
      selection = new Selection(null, null);
    } else if (newPolicy != null) {
      StoredPolicy stored = check(newPolicy.file(), "policy " + newPolicy.tag());
      files.replace(file, newPolicy.file());
      selection = new Selection(stored, newPolicy.tag());
    }
  }

  @Override
  public Policy get() {
    StoredPolicy stored = selection.policy();
    if (stored == null) {
      return uniform;
    }
    if (!stored.equals(loaded)) {
      boolean sameShape = loaded != null && loaded.spec().equals(stored.spec());
      NetworkPolicy actor =
          sameShape && learnedPolicy != null
              ? learnedPolicy
              : StoredPolicies.exploring(stored, config, noise);
      actor.set(id(stored), stored.parameters());
      learnedPolicy = actor;
      loaded = stored;
    }
    return learnedPolicy == null ? uniform : learnedPolicy;
  }
}
