package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

class PageConnectionTest {
  private final List<String> sent = new ArrayList<>();
  private final List<Callback> inFlight = new ArrayList<>();
  private boolean disconnected;

  private PageConnection connection() {
    Session session =
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "sendText" -> {
                      sent.add((String) arguments[0]);
                      inFlight.add((Callback) arguments[1]);
                    }
                    case "disconnect" -> disconnected = true;
                    default -> throw new UnsupportedOperationException(method.getName());
                  }
                  return null;
                });
    return new PageConnection(session);
  }

  @Test
  void dropsMessagesWhileOneIsInFlight() {
    PageConnection connection = connection();
    for (int i = 0; i < 100; i++) {
      if (connection.isReady()) {
        connection.send("frame " + i);
      }
    }

    assertThat(sent).containsExactly("frame 0");
    assertThat(connection.dropped()).isEqualTo(99);

    inFlight.get(0).succeed();
    assertThat(connection.isReady()).isTrue();
  }

  @Test
  void disconnectsUnreachablePage() {
    PageConnection connection = connection();
    connection.send("frame");
    inFlight.get(0).fail(new java.io.IOException("gone"));

    assertThat(disconnected).isTrue();
    assertThat(connection.isReady()).isFalse();
  }
}
