package minitaur.controller.episode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.policy.Policy;

/**
 * Acts 0.1, 0.2, ... and keeps the states it was shown; has a new id at each refresh, if wanted.
 */
final class CountingPolicy implements Policy {
  final List<float[]> states = new ArrayList<>();
  boolean refreshes;
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
    if (refreshes) {
      id++;
    }
    return refreshes;
  }

  @Override
  public void act(float[] state, float[] action) {
    states.add(state.clone());
    Arrays.fill(action, 0.1f * states.size());
  }
}
