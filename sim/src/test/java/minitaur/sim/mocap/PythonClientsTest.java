package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads the emulated servers with independent Python clients: Qualisys' SDK with its defaults, and
 * a NatNet client in the server's version and in 3.1. Needs the packages of {@code
 * src/test/python/requirements.txt}; MINITAUR_TEST_MOCAP_PYTHON names the interpreter. Skipped if a
 * package is missing.
 */
@Timeout(300)
@Tag("timing")
class PythonClientsTest {
  private static final Path SCRIPTS = Path.of("src", "test", "python");
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("MINITAUR_TEST_MOCAP_PYTHON")).orElse("python3");
  private static final long FRAME_NANOS = 10_000_000;

  @TempDir Path directory;

  private static void requirePackage(String name) throws InterruptedException {
    boolean installed = false;
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", "import " + name)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      installed = process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noPython) {
      // Reported below.
    }
    assumeTrue(
        installed,
        "Python package " + name + " is missing: see sim/src/test/python/requirements.txt");
  }

  /**
   * Runs a client against a server that publishes two bodies at 100 Hz and returns its JSON output.
   */
  private JsonNode read(EmulatedMocapServer server, String script, String... extraArguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(PYTHON, SCRIPTS.resolve(script).toString(), String.valueOf(server.port())));
    command.addAll(List.of(extraArguments));
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    Process client =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile())
            .start();
    List<EmulatedBody> bodies = RecordingListener.twoBodies(1.5, false);
    try {
      for (long frame = 1; client.isAlive(); frame++) {
        server.publish(frame, frame * FRAME_NANOS, bodies);
        LockSupport.parkNanos(FRAME_NANOS);
      }
      assertThat(client.exitValue()).as(Files.readString(errors)).isZero();
    } finally {
      client.destroyForcibly();
    }
    return new ObjectMapper().readTree(Files.readString(output));
  }

  @Test
  void qualisysSdkReadsServerWithDefaultVersion() throws Exception {
    requirePackage("qtm_rt");
    try (EmulatedQtmServer server = new EmulatedQtmServer(0, List.of("Minitaur", "Box & lid"))) {
      JsonNode report = read(server, "qtm_client.py");
      assertThat(report.get("version").asText()).startsWith("QTM Version is ");
      assertThat(report.get("byteOrder").asText()).isEqualTo("Byte order is little endian");
      assertThat(report.get("state").asText()).isEqualTo("EventCaptureStarted");
      assertThat(report.get("root").asText()).isEqualTo("QTM_Parameters_Ver_1.25");
      assertThat(report.get("names").toString()).isEqualTo("[\"Minitaur\",\"Box & lid\"]");
      assertThat(report.get("frames")).hasSize(5);
      for (JsonNode frame : report.get("frames")) {
        assertThat(frame.get("bodies").asInt()).isEqualTo(2);
        assertVector(frame.get("position"), 1500, -250, 500);
        assertVector(frame.get("rotation"), 0, 0, 1, -1, 0, 0, 0, -1, 0);
        assertThat(frame.get("secondLost").asBoolean()).isTrue();
      }
    }
  }

  @Test
  void natNetClientReadsServerVersion() throws Exception {
    requirePackage("natnet");
    for (int[] version : new int[][] {{3, 0}, {3, 1}, {4, 0}, {4, 1}}) {
      try (EmulatedNatNetServer server =
          new EmulatedNatNetServer(
              0, List.of("Minitaur", "Box & lid"), version[0], version[1], null)) {
        assertNatNet(read(server, "natnet_client.py"), version[0] + "." + version[1]);
      }
    }
  }

  @Test
  void natNetClientReceivesRequestedVersion() throws Exception {
    requirePackage("natnet");
    try (EmulatedNatNetServer server =
        new EmulatedNatNetServer(0, List.of("Minitaur", "Box & lid"), 4, 1, null)) {
      assertNatNet(read(server, "natnet_client.py", "3.1"), "3.1");
    }
  }

  private static void assertNatNet(JsonNode report, String version) {
    assertThat(report.get("application").asText()).isEqualTo("Motive");
    assertThat(report.get("version").asText()).isEqualTo(version);
    assertThat(report.get("names").toString()).isEqualTo("[\"Minitaur\",\"Box & lid\"]");
    assertThat(report.get("frames")).hasSize(5);
    long number = report.get("frames").get(0).get("number").asLong();
    for (JsonNode frame : report.get("frames")) {
      assertThat(frame.get("number").asLong()).isEqualTo(number);
      assertThat(frame.get("ids").toString()).isEqualTo(report.get("ids").toString());
      // Y is up.
      assertVector(frame.get("position"), 1.5, 0.5, 0.25);
      assertVector(frame.get("rotation"), 0.5, 0.5, 0.5, 0.5);
      assertThat(frame.get("tracked").toString()).isEqualTo("[true,false]");
      assertThat(frame.get("stamp").asDouble()).isCloseTo(number * 0.01, within(1e-6));
      number++;
    }
  }

  private static void assertVector(JsonNode actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i).asDouble()).as("element %d", i).isCloseTo(expected[i], within(1e-4));
    }
  }
}
