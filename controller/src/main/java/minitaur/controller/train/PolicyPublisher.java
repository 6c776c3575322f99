package minitaur.controller.train;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Receives new policies for the acting side. */
@FunctionalInterface
public interface PolicyPublisher {
  /**
   * A new policy, valid during {@link #publish} only.
   *
   * @param id number of gradient steps that produced it
   * @param parameters copies its parameters to an array
   * @param file encodes its safetensors file; see {@link
   *     minitaur.controller.learn.policy.StoredPolicy}
   */
  record NewPolicy(long id, Consumer<float[]> parameters, Supplier<byte[]> file) {}

  /** Receives a newer policy. */
  void publish(NewPolicy policy);
}
