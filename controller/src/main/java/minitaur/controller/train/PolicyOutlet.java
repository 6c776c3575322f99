package minitaur.controller.train;

/** Takes policies to whoever acts by them. */
@FunctionalInterface
public interface PolicyOutlet {
  /**
   * There is a newer policy.
   *
   * @param id the number of gradient steps that made it
   * @param file content of a safetensors file, see {@link
   *     minitaur.controller.learn.policy.StoredPolicy}. Never modified.
   */
  void publish(long id, byte[] file);
}
