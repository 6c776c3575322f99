package minitaur.controller.train;

/** Receives new policies for the acting side. */
@FunctionalInterface
public interface PolicyPublisher {
  /** A new policy, valid during {@link #publish} only. */
  interface NewPolicy {
    /** Number of gradient steps that produced it. */
    long id();

    /**
     * Copies its parameters.
     *
     * @param values Modified.
     */
    void copyTo(float[] values);

    /**
     * Content of its safetensors file; see {@link minitaur.controller.learn.policy.StoredPolicy}.
     */
    byte[] encode();
  }

  /** Receives a newer policy. */
  void publish(NewPolicy policy);
}
