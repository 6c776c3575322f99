package minitaur.controller.remote;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.train.PolicyOutlet;
import org.jspecify.annotations.Nullable;

/** The newest policy. Thread-safe. */
public final class PolicyShelf implements PolicyOutlet {
  private final AtomicReference<@Nullable Edition> newest = new AtomicReference<>();

  /**
   * A policy as it is handed out.
   *
   * @param id the number of gradient steps that made it
   * @param tag names these very bytes, as an entity tag with its quotes
   * @param file Never modified.
   */
  public record Edition(long id, String tag, byte[] file) {}

  @Override
  public void publish(NewPolicy policy) {
    publish(policy.id(), policy.encode());
  }

  /**
   * Takes over a newer policy.
   *
   * @param id the number of gradient steps that made it
   * @param file content of its safetensors file. Never modified.
   */
  public void publish(long id, byte[] file) {
    newest.set(new Edition(id, tag(id, file), file));
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

  /** The newest policy; null before the first. */
  public @Nullable Edition newest() {
    return newest.get();
  }
}
