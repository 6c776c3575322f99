package minitaur.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.BuildInfo;
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedNatNetServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class MocapCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    Jobs jobs =
        new Jobs(
            r -> null, r -> null, r -> null, r -> null, r -> null, r -> null, r -> null, r -> null,
            r -> null, r -> null, r -> null);
    CommandLine line =
        MinitaurCommand.create(
            jobs,
            new BuildInfo("1.2.3", "abc123", true),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(arguments);
  }

  /** A server in which the robot goes forward at 0.5 m/s, until it is closed. */
  private static final class Walk implements AutoCloseable {
    final EmulatedMocapServer server;
    private final Thread thread = new Thread(this::publish, "walk");
    private volatile boolean over;

    Walk(String option) throws IOException {
      List<String> names = List.of("Wand", "Minitaur");
      server =
          switch (option) {
            case "--vrpn" -> new EmulatedVrpnServer(0, names, 3);
            case "--qtm" -> new EmulatedQtmServer(0, names);
            default -> new EmulatedNatNetServer(0, names, 4, 1, null);
          };
      thread.start();
    }

    String address() {
      return "127.0.0.1:" + server.port();
    }

    private void publish() {
      List<EmulatedBody> bodies = List.of(new EmulatedBody("Wand"), new EmulatedBody("Minitaur"));
      long start = System.nanoTime();
      for (long frame = 0; !over; frame++) {
        long now = System.nanoTime();
        bodies.get(1).pose.xMetres = 0.5e-9 * (now - start);
        bodies.get(1).pose.zMetres = 0.2;
        server.publish(frame, now, bodies);
        LockSupport.parkNanos(5_000_000);
      }
    }

    @Override
    public void close() {
      over = true;
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--vrpn", "--natnet", "--qtm"})
  void listsWhatTheServerHas(String option) throws Exception {
    try (Walk walk = new Walk(option)) {
      assertThat(run("mocap", option, walk.address(), "--seconds", "20"))
          .as(err.toString())
          .isZero();
    }
    assertThat(out.toString().lines()).containsExactly("Minitaur", "Wand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--vrpn", "--natnet", "--qtm"})
  void printsPosesAndVelocities(String option) throws Exception {
    try (Walk walk = new Walk(option)) {
      run("mocap", option, walk.address(), "--body", "Minitaur", "--json", "--seconds", "3");
    }
    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).isNotEmpty();
    JsonNode seen = null;
    for (String line : lines) {
      JsonNode node = mapper.readTree(line);
      assertThat(node.get("seconds").asDouble()).isPositive();
      seen = node.get("xMetres").isNull() ? seen : node;
    }
    assertThat(seen).as(out.toString()).isNotNull();
    assertThat(seen.get("zMetres").asDouble()).isBetween(0.199, 0.201);
    assertThat(seen.get("frames").asInt()).isPositive();
    assertThat(seen.get("lostShare").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void saysWhichBodiesThereAreInstead() throws Exception {
    try (Walk walk = new Walk("--qtm")) {
      assertThat(run("mocap", "--qtm", walk.address(), "--body", "Spot", "--seconds", "3"))
          .isEqualTo(ExitCode.FAILED.number());
    }
    assertThat(err.toString())
        .startsWith("minitaur mocap: QTM server 127.0.0.1:")
        .contains("has no body 'Spot'; it has Minitaur, Wand");
    assertThat(out.toString()).contains("no body 'Spot'");
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(run("mocap", "--vrpn", "127.0.0.1:" + port, "--seconds", "3"))
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(err.toString()).contains("refuses the connection", "usually 3883");
    assertThat(err.toString()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mocap",
        "mocap --vrpn a --qtm b",
        "mocap --vrpn a:b",
        "mocap --vrpn a:99999",
        "mocap --vrpn a --offset 1,2",
        "mocap --vrpn a --offset 5,0,0",
        "mocap --vrpn a --interface eth0",
        "mocap --vrpn a --up x",
        "mocap --vrpn a --seconds 0"
      })
  void refusesWhatMakesNoSense(String words) {
    assertThat(run(words.split(" "))).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).startsWith("minitaur mocap: ");
  }
}
