package minitaur.controller.episode;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeEpisodeObserverTest {
  @Test
  void forwardsEveryEvent() throws Exception {
    ForwardedCalls.requireAll(
        EpisodeObserver.class, observer -> EpisodeObserver.all(List.of(observer)));
  }
}
