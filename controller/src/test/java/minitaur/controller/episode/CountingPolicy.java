package minitaur.controller.episode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.policy.Policy;

/** Acts 0.1, 0.2, ... and keeps the states it was shown. */
final class CountingPolicy implements Policy {
  final List<float[]> states = new ArrayList<>();
  private final long id;

  CountingPolicy(long id) {
    this.id = id;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void act(float[] state, float[] action) {
    states.add(state.clone());
    Arrays.fill(action, 0.1f * states.size());
  }
}
