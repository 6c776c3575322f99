package minitaur.controller.episode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.policy.Policy;

/**
 * Returns actions 0.1, 0.2, ... and records the states; optionally has a new id at each refresh.
 */
final class CountingPolicy implements Policy {
  final List<float[]> states = new ArrayList<>();
  boolean refreshesId;
  private long id;

  CountingPolicy(long id) {
    this.id = id;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public boolean refresh() {
    if (refreshesId) {
      id++;
    }
    return refreshesId;
  }

  @Override
  public void act(float[] state, float[] action) {
    states.add(state.clone());
    Arrays.fill(action, 0.1f * states.size());
  }
}
