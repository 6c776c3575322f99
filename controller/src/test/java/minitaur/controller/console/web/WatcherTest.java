package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

class WatcherTest {
  private final List<String> sent = new ArrayList<>();
  private final List<Callback> underWay = new ArrayList<>();
  private boolean disconnected;

  private Watcher watcher() {
    Session session =
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "sendText" -> {
                      sent.add((String) arguments[0]);
                      underWay.add((Callback) arguments[1]);
                    }
                    case "disconnect" -> disconnected = true;
                    default -> throw new UnsupportedOperationException(method.getName());
                  }
                  return null;
                });
    return new Watcher(session);
  }

  @Test
  void stalledPageHasOneMessageUnderWayAndLosesTheRest() {
    Watcher watcher = watcher();
    for (int i = 0; i < 100; i++) {
      if (watcher.isReady()) {
        watcher.send("frame " + i);
      }
    }

    assertThat(sent).containsExactly("frame 0");
    assertThat(watcher.dropped()).isEqualTo(99);

    underWay.get(0).succeed();
    assertThat(watcher.isReady()).isTrue();
  }

  @Test
  void pageThatCannotBeReachedIsLetGo() {
    Watcher watcher = watcher();
    watcher.send("frame");
    underWay.get(0).fail(new java.io.IOException("gone"));

    assertThat(disconnected).isTrue();
    assertThat(watcher.isReady()).isFalse();
  }
}
