package minitaur.controller.episode;

import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.controller.task.reward.RewardTermValues;

/** Sums each reward term over all episodes. */
public final class RewardTermReturns implements EpisodeObserver {
  private final double[] sums = new double[RewardTermValues.NAMES.size()];
  private int episodes;

  @Override
  public void transition(Transition transition) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += transition.terms.values[i];
    }
  }

  @Override
  public void end(EpisodeSummary summary) {
    episodes++;
  }

  /** Mean return of each term by name; NaN before the first episode. */
  public Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      means.put(RewardTermValues.NAMES.get(i), episodes == 0 ? Double.NaN : sums[i] / episodes);
    }
    return means;
  }
}
