package minitaur.controller.train;

import java.util.List;
import minitaur.controller.episode.ForwardedCalls;
import org.junit.jupiter.api.Test;

class TrainingListenersTest {
  @Test
  void forwardsEveryEvent() throws Exception {
    ForwardedCalls.requireAll(
        TrainingListener.class, listener -> TrainingListener.all(List.of(listener)));
  }
}
