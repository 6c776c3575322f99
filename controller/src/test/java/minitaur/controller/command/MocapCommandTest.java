package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.run.ExitCode;
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedNatNetServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MocapCommandTest {
  /** Printed once a velocity is available. */
  private static final String[] VELOCITY_OUTPUT = {"\"unknownSeconds\":0.0,"};

  private final TestProgram program = new TestProgram();

  /** Runs a command until it has printed these texts, for at most 20 s, and then interrupts it. */
  private int runUntil(String[] expectedTexts, String... arguments) throws Exception {
    FutureTask<Integer> command = new FutureTask<>(() -> program.run(arguments));
    Thread thread = new Thread(command, "command");
    thread.start();
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!command.isDone()
        && !Stream.of(expectedTexts).allMatch(program.out()::contains)
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    thread.interrupt();
    return command.get();
  }

  /** A server with a body that moves forward at 0.5 m/s until it is closed. */
  private static final class MovingBodyServer implements AutoCloseable {
    final EmulatedMocapServer server;
    private final Thread thread = new Thread(this::publish, "mocap-publisher");
    private volatile boolean closed;

    MovingBodyServer(String option) throws IOException {
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
      for (long frame = 0; !closed; frame++) {
        long now = System.nanoTime();
        bodies.get(1).pose.xMetres = 0.5e-9 * (now - start);
        bodies.get(1).pose.zMetres = 0.2;
        server.publish(frame, now, bodies);
        LockSupport.parkNanos(5_000_000);
      }
    }

    @Override
    public void close() {
      closed = true;
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--vrpn", "--natnet", "--qtm"})
  void listsBodiesOfServer(String option) throws Exception {
    try (MovingBodyServer movingBody = new MovingBodyServer(option)) {
      assertThat(program.run("mocap", option, movingBody.address(), "--seconds", "20"))
          .as(program.err())
          .isZero();
    }
    assertThat(program.out().lines()).containsExactly("Minitaur", "Wand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--vrpn", "--natnet", "--qtm"})
  void printsPosesAndVelocities(String option) throws Exception {
    try (MovingBodyServer movingBody = new MovingBodyServer(option)) {
      runUntil(
          VELOCITY_OUTPUT, "mocap", option, movingBody.address(), "--body", "Minitaur", "--json");
    }
    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = program.out().lines().toList();
    assertThat(lines).isNotEmpty();
    JsonNode lastPose = null;
    for (String line : lines) {
      JsonNode node = mapper.readTree(line);
      assertThat(node.get("seconds").asDouble()).isPositive();
      lastPose = node.get("xMetres").isNull() ? lastPose : node;
    }
    assertThat(lastPose).as(program.out()).isNotNull();
    assertThat(lastPose.get("zMetres").asDouble()).isBetween(0.199, 0.201);
    assertThat(lastPose.get("frames").asInt()).isPositive();
    assertThat(lastPose.get("lostShare").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void usesServerOfConfiguration() throws Exception {
    try (MovingBodyServer movingBody = new MovingBodyServer("--vrpn")) {
      runUntil(
          VELOCITY_OUTPUT,
          ("mocap --json --set mocap.source=vrpn --set mocap.host=127.0.0.1"
                  + " --set mocap.body=Minitaur --set mocap.offset.zMetres=-0.1 --set mocap.port="
                  + movingBody.server.port())
              .split(" "));
    }
    JsonNode last = new ObjectMapper().readTree(program.out().lines().reduce("", (a, b) -> b));
    assertThat(last.get("zMetres").asDouble()).as(program.out()).isBetween(0.099, 0.101);
  }

  @Test
  void cameraRequiresIntrinsicsAndPose(@TempDir Path directory) throws IOException {
    assertThat(program.run("mocap", "--camera")).isEqualTo(ExitCode.USAGE.number());
    assertThat(program.err()).contains("robot.calibration=FILE", "calibrate camera");
    assertThat(program.run("mocap", "--camera", "--body", "Minitaur"))
        .isEqualTo(ExitCode.USAGE.number());

    Path file = directory.resolve("calibration.yaml");
    CalibrationFile.write(file, Calibration.of("minitaur"));
    for (String option : List.of("--camera", "--set=mocap.source=camera")) {
      program.clear();
      assertThat(program.run("mocap", option, "--set", "robot.calibration=" + file))
          .isEqualTo(ExitCode.FAILED.number());
      assertThat(program.err()).contains("no calibration of its lens", "camera intrinsics");
    }
  }

  @Test
  void reportsAvailableBodiesForUnknownBody() throws Exception {
    try (MovingBodyServer movingBody = new MovingBodyServer("--qtm")) {
      String[] expectedTexts = {"no body 'Spot'; it has 'Minitaur', 'Wand'"};
      assertThat(runUntil(expectedTexts, "mocap", "--qtm", movingBody.address(), "--body", "Spot"))
          .isEqualTo(ExitCode.FAILED.number());
    }
    assertThat(program.err())
        .startsWith("minitaur mocap: QTM server 127.0.0.1:")
        .contains("has no body 'Spot'; it has 'Minitaur', 'Wand'");
  }

  @Test
  void reportsMissingServer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(program.run("mocap", "--vrpn", "127.0.0.1:" + port, "--seconds", "1"))
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(program.err()).contains("refuses the connection", "default 3883");
    assertThat(program.err()).doesNotContain("Exception");
  }

  /** A failure with texts that identify it and its fix. */
  private record Failure(String arguments, String... expectedTexts) {}

  @Test
  void reportsEachFailureWithItsFix() throws Exception {
    List<String> names = List.of("Wand");
    String multicast = "224.0.0.1";
    try (EmulatedMocapServer vrpn = new EmulatedVrpnServer(0, names, 3);
        EmulatedMocapServer qtm = new EmulatedQtmServer(0, names);
        EmulatedMocapServer natNet = new EmulatedNatNetServer(0, names, 4, 1, null);
        EmulatedMocapServer oldNatNet = new EmulatedNatNetServer(0, names, 2, 9, null);
        EmulatedMocapServer group =
            new EmulatedNatNetServer(
                0, names, 4, 1, new EmulatedNatNetServer.Group("239.255.42.99", 15_110, "lo"));
        UnrelatedService unrelated = new UnrelatedService();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      List<Failure> failures =
          List.of(
              new Failure("--vrpn " + multicast, "no response from VRPN server", "network cable"),
              new Failure("--qtm " + multicast, "no response from QTM server", "TCP port 22223"),
              new Failure("--vrpn no.such.invalid", "cannot resolve the host name", "IP address"),
              new Failure("--vrpn " + local(qtm.port()), "responds, but", "VRPN's default is 3883"),
              new Failure("--qtm " + local(vrpn.port()), "sends invalid data", "default 22223"),
              new Failure(
                  "--natnet " + local(unrelated.port()), "does not use NatNet", "default 1510"),
              new Failure(
                  "--vrpn " + local(silent.getLocalPort()), "sends nothing", "check the port"),
              new Failure("--natnet " + local(oldNatNet.port()), "NatNet 2.9", "update Motive"),
              new Failure(
                  "--vrpn " + local(vrpn.port()) + " --body Wand", "sends nothing", "measuring"),
              new Failure(
                  "--qtm " + local(qtm.port()) + " --body Wand", "sends nothing", "measuring"),
              new Failure(
                  "--natnet " + local(natNet.port()) + " --body Wand",
                  "sends nothing",
                  "measuring"),
              new Failure(
                  "--natnet " + local(group.port()) + " --body Wand --interface lo",
                  "do not arrive on interface lo",
                  "name the interface of the network that the server is on"),
              new Failure(
                  "--natnet " + local(group.port()) + " --interface no0",
                  "no network interface 'no0'",
                  "it has "),
              new Failure(
                  "--natnet " + local(group.port()) + " --body Wand",
                  "multicast group 239.255.42.99",
                  "unicast"));
      ExecutorService threads = Executors.newCachedThreadPool();
      try {
        List<Future<String>> outputs =
            failures.stream().map(each -> threads.submit(() -> runFailing(each))).toList();
        for (int i = 0; i < failures.size(); i++) {
          assertThat(outputs.get(i).get())
              .as(failures.get(i).arguments())
              .contains(failures.get(i).expectedTexts())
              .doesNotContain("Exception", "internal camera error");
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static String local(int port) {
    return "127.0.0.1:" + port;
  }

  /**
   * Returns the error output of a failing command; a command that observes a body prints it
   * repeatedly.
   */
  private static String runFailing(Failure expected) throws Exception {
    MocapCommandTest command = new MocapCommandTest();
    String[] arguments = ("mocap " + expected.arguments()).split(" ");
    int code =
        expected.arguments().contains("--body")
            ? command.runUntil(expected.expectedTexts(), arguments)
            : command.program.run(arguments);
    assertThat(code).isEqualTo(ExitCode.FAILED.number());
    return command.program.err();
  }

  /** A UDP service other than NatNet that responds to everything. */
  private static final class UnrelatedService implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::respond, "unrelated-service");

    UnrelatedService() throws IOException {
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void respond() {
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      while (!socket.isClosed()) {
        try {
          socket.receive(packet);
          byte[] response = "unknown request".getBytes(StandardCharsets.US_ASCII);
          socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
        } catch (IOException closed) {
          return;
        }
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** UDP reports a missing route only in a network namespace without any route. */
  @Test
  void reportsUnreachableNatNetServer() throws Exception {
    List<String> namespace = List.of("unshare", "--net");
    assumeTrue(
        runsSuccessfully(namespace, "true"), "needs a network namespace, which requires root");
    Process process =
        new ProcessBuilder(
                "unshare",
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "mocap",
                "--natnet",
                "192.168.1.20",
                "--seconds",
                "1")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED.number());
    assertThat(output).contains("no route to NatNet server 192.168.1.20:1510", "check the address");
  }

  private static boolean runsSuccessfully(List<String> command, String program)
      throws InterruptedException {
    try {
      List<String> arguments = new ArrayList<>(command);
      arguments.add(program);
      return new ProcessBuilder(arguments)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mocap",
        "mocap --vrpn a --qtm b",
        "mocap --vrpn a:b",
        "mocap --vrpn a:99999",
        "mocap --body Minitaur",
        "mocap --set mocap.source=vrpn --set mocap.host=a",
        "mocap --set mocap.source=qtm --set mocap.host=a --set mocap.body=b --body c",
        "mocap --vrpn a --offset 1,2",
        "mocap --vrpn a --offset 5,0,0",
        "mocap --vrpn a --interface eth0",
        "mocap --vrpn a --up x",
        "mocap --vrpn a --seconds 0"
      })
  void rejectsInvalidOptions(String commandLine) {
    assertThat(program.run(commandLine.split(" "))).isEqualTo(ExitCode.USAGE.number());
    assertThat(program.err()).startsWith("minitaur mocap: ");
  }
}
