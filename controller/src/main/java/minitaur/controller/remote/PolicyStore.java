package minitaur.controller.remote;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.train.PolicyPublisher;
import org.jspecify.annotations.Nullable;

/** Holds the newest policy for collectors. Thread-safe. */
public final class PolicyStore implements PolicyPublisher {
  private final AtomicReference<@Nullable PublishedPolicy> newest = new AtomicReference<>();

  /**
   * A published policy.
   *
   * @param id number of gradient steps of its training
   * @param tag HTTP entity tag of the file, including its quotes
   * @param file Never modified.
   */
  public record PublishedPolicy(long id, String tag, byte[] file) {}

  @Override
  public void publish(NewPolicy policy) {
    publish(policy.id(), policy.file().get());
  }

  /**
   * Publishes a newer policy.
   *
   * @param id number of gradient steps of its training
   * @param file content of its safetensors file. Never modified.
   */
  public void publish(long id, byte[] file) {
    newest.set(new PublishedPolicy(id, tag(id, file), file));
  }

  /**
   * The tag of a policy: its id and the CRC-32C of its file.
   *
   * @param file Not modified.
   */
  static String tag(long id, byte[] file) {
    int checksum = EpisodeLayout.checksum(file, file.length);
    return "\"" + id + "-" + HexFormat.of().toHexDigits(checksum) + "\"";
  }

  /** The newest policy; null before the first one is published. */
  public @Nullable PublishedPolicy newest() {
    return newest.get();
  }
}
