package minitaur.controller.learn.replay;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.task.ObservationHistory;

/**
 * Reference implementation of a replay buffer without regard to memory: keeps all 112 numbers of
 * each state, created by the same history as for a policy.
 */
final class ReferenceReplay {
  /** A complete transition. */
  record StoredTransition(
      float[] state,
      float[] action,
      float reward,
      float[] nextState,
      float discount,
      float power,
      int index) {}

  private final List<StoredTransition> transitions = new ArrayList<>();
  private final ObservationHistory history = new ObservationHistory();
  private final int capacity;
  private int records;
  private boolean hasPendingTransition;
  private float[] state = new float[112];
  private float[] action = new float[8];
  private float reward;
  private float power;
  private float discount;

  ReferenceReplay(int capacity) {
    this.capacity = capacity;
  }

  void append(ReplayRecord record) {
    if (record.step == 0) {
      history.begin(record.observation);
    } else {
      history.push(action, record.observation);
      if (hasPendingTransition) {
        transitions.add(
            new StoredTransition(state, action, reward, state(), discount, power, records - 1));
      }
    }
    state = state();
    action = record.action.clone();
    reward = record.reward;
    power = record.power;
    discount = record.kind == ReplayRecord.Kind.TRANSITION_TERMINATED ? 0 : 1;
    hasPendingTransition = record.kind.isTransition();
    records++;
  }

  /** The newest {@code capacity} transitions among the newest capacity * 10 / 9 records. */
  List<StoredTransition> window() {
    int from = Math.max(0, transitions.size() - capacity);
    while (from < transitions.size()
        && transitions.get(from).index() < records - capacity - capacity / 9) {
      from++;
    }
    return transitions.subList(from, transitions.size());
  }

  private float[] state() {
    float[] copy = new float[112];
    history.copyState(copy);
    return copy;
  }
}
