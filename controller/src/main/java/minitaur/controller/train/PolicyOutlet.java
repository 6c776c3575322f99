package minitaur.controller.train;

/** Takes newer policies to whatever acts by them. */
@FunctionalInterface
public interface PolicyOutlet {
  /** A newer policy, valid during {@link #publish} only. */
  interface NewPolicy {
    /** The number of gradient steps that made it. */
    long id();

    /**
     * Copies its parameters.
     *
     * @param values Modified.
     */
    void copyTo(float[] values);

    /**
     * Content of its safetensors file, see {@link minitaur.controller.learn.policy.StoredPolicy}.
     */
    byte[] encode();
  }

  /** Takes over a newer policy. */
  void publish(NewPolicy policy);
}
