package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages for network failures, with their remedies. */
class TcpStreamTest {
  private static final MocapConfig CONFIG =
      MocapConfig.of(MocapSource.VRPN, "lab", 3883, "Minitaur");

  private static MocapException explain(IOException failure) {
    IOException error = TcpStream.explainFailure(CONFIG, failure);
    assertThat(error).isInstanceOf(MocapException.class);
    return (MocapException) error;
  }

  @Test
  void reportsMissingRoute() {
    for (IOException failure :
        List.of(
            new NoRouteToHostException("No route to host"),
            new SocketTimeoutException("Connect timed out"),
            new SocketException("Network is unreachable"),
            new ConnectException("Network is unreachable (connect failed)"))) {
      MocapException error = explain(failure);
      assertThat(error.problem()).isEqualTo(MocapProblem.NO_ROUTE);
      assertThat(error)
          .hasMessageContaining("no response from VRPN server lab:3883")
          .hasMessageContaining("check that the computer is on")
          .hasMessageContaining("firewall (TCP port 3883)");
    }
  }

  @Test
  void reportsRefusedConnection() {
    MocapException error = explain(new ConnectException("Connection refused"));
    assertThat(error.problem()).isEqualTo(MocapProblem.REFUSED);
    assertThat(error).hasMessageContaining("start the server there");
  }

  @Test
  void reportsOtherFailuresWithTheirMessage() {
    MocapException error = explain(new SocketException("Too many open files"));
    assertThat(error.problem()).isEqualTo(MocapProblem.LOST);
    assertThat(error).hasMessageContaining("cannot connect").hasMessageContaining("Too many");
  }
}
