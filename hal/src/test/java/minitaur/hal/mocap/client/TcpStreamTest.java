package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the network's failures mean, and what to do about each. */
class TcpStreamTest {
  private static final MocapConfig CONFIG =
      MocapConfig.of(MocapSource.VRPN, "lab", 3883, "Minitaur");

  private static MocapException advice(IOException failure) {
    IOException advice = TcpStream.advise(CONFIG, failure);
    assertThat(advice).isInstanceOf(MocapException.class);
    return (MocapException) advice;
  }

  @Test
  void noRoute() {
    for (IOException failure :
        List.of(
            new NoRouteToHostException("No route to host"),
            new SocketTimeoutException("Connect timed out"),
            new SocketException("Network is unreachable"),
            new ConnectException("Network is unreachable (connect failed)"))) {
      MocapException advice = advice(failure);
      assertThat(advice.problem()).isEqualTo(MocapProblem.NO_ROUTE);
      assertThat(advice)
          .hasMessageContaining("nothing answers at VRPN server lab:3883")
          .hasMessageContaining("check that the computer is on")
          .hasMessageContaining("firewall (TCP port 3883)");
    }
  }

  @Test
  void refused() {
    MocapException advice = advice(new ConnectException("Connection refused"));
    assertThat(advice.problem()).isEqualTo(MocapProblem.REFUSED);
    assertThat(advice).hasMessageContaining("start the server there");
  }

  @Test
  void anythingElseIsSaidAsItIs() {
    MocapException advice = advice(new SocketException("Too many open files"));
    assertThat(advice.problem()).isEqualTo(MocapProblem.LOST);
    assertThat(advice).hasMessageContaining("cannot connect").hasMessageContaining("Too many");
  }
}
