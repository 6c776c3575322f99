package minitaur.controller.console.telemetry;

/** How the learner gets on at one moment. A mutable structure that its owner allocates once. */
public final class LearningSample {
  /** Environment steps of the run. */
  public long steps;

  /** Gradient steps that count. */
  public long updates;

  /** Gradient steps that the configuration asks for and that were not taken yet. */
  public long updatesOwed;

  /** alpha. */
  public double temperature;

  /** Entropy of the policy, nats. */
  public double entropy;

  /** J_Q of the first soft Q-function. */
  public double q1Loss;

  /** J_Q of the second soft Q-function. */
  public double q2Loss;

  /** Copies every value of {@code other}. */
  void set(LearningSample other) {
    steps = other.steps;
    updates = other.updates;
    updatesOwed = other.updatesOwed;
    temperature = other.temperature;
    entropy = other.entropy;
    q1Loss = other.q1Loss;
    q2Loss = other.q2Loss;
  }
}
