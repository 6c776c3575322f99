package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the launcher script, with the classes of this test as the built application. */
@Timeout(120)
class LauncherTest {
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  /** Each library uses a file descriptor, so those of the tests are excluded. */
  private static final Pattern TEST_LIBRARY =
      Pattern.compile("selenium|opentelemetry|byte-buddy|archunit|junit|assertj|onnxruntime|guava");

  @TempDir private Path directory;

  /** Output and exit code of a process. */
  private record Outcome(int code, String out, String err) {}

  private Path launcher() throws IOException {
    Path root = directory.resolve("program");
    Path jar = root.resolve("controller/target/minitaur.jar");
    if (!Files.exists(jar)) {
      Files.createDirectories(jar.getParent());
      Files.copy(Path.of("..", "minitaur"), root.resolve("minitaur"));
      Manifest manifest = new Manifest();
      Attributes attributes = manifest.getMainAttributes();
      attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
      attributes.put(
          Attributes.Name.CLASS_PATH,
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .filter(part -> !TEST_LIBRARY.matcher(part).find())
              .map(part -> Path.of(part).toUri().toString())
              .collect(Collectors.joining(" ")));
      new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
    return root.resolve("minitaur");
  }

  /** Runs the launcher after some shell commands, such as limits. */
  private Outcome run(Path javaHome, String setupCommands, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash", "-c", setupCommands + "\nexec bash \"$0\" \"$@\"", launcher().toString()));
    command.addAll(List.of(arguments));
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("MINITAUR_SKIP_BUILD", "1");
    builder.environment().put("MINITAUR_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void reportsInsufficientMemory() throws Exception {
    Outcome outcome = run(JAVA_HOME, "ulimit -v 500000", "config");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("minitaur: The JVM cannot start with the available memory: ")
        .contains("address space 500000 KB")
        .doesNotContain("Java 17");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void reportsTooFewFileDescriptors() throws Exception {
    Outcome outcome = run(JAVA_HOME, "ulimit -n 40", "config");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("minitaur: The limit of 40 file descriptors is too low")
        .contains("ulimit -n 1024")
        .doesNotContain("Java 17");
  }

  @Test
  void reportsDeletedCurrentDirectory() throws Exception {
    Path deleted = Files.createDirectory(directory.resolve("deleted"));
    Outcome outcome = run(JAVA_HOME, "cd '" + deleted + "'\nrmdir '" + deleted + "'", "config");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .endsWith("minitaur: The current directory was deleted. Change to another one.\n");
  }

  @Test
  void startsWithMinimumFileDescriptors() throws Exception {
    Outcome outcome = run(JAVA_HOME, "ulimit -n 128", "config");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("steps:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --hal serial",
        "train --hal=SERIAL",
        "evaluate --set robot.hal=Serial",
        "train --config block.yaml",
        "train --config=flow.yaml",
        "bench stop",
        "emulate"
      })
  void realTimeCommandsUseConcurrentCollector(String command) throws Exception {
    assertThat(collector(command)).isEqualTo("UseZGC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "train --hal simulated", "train --config simulated.yaml"})
  void simulationUsesSerialCollector(String command) throws Exception {
    assertThat(collector(command)).isEqualTo("UseSerialGC");
  }

  private String collector(String command) throws Exception {
    Files.writeString(directory.resolve("block.yaml"), "robot:\n  hal : \"SERIAL\"\n");
    Files.writeString(directory.resolve("flow.yaml"), "robot: {port: p, hal: serial}\n");
    Files.writeString(
        directory.resolve("simulated.yaml"), "robot:\n  # hal: serial\n  hal: simulated\n");
    String setup =
        "cd '%s'; export MINITAUR_JAVA_OPTS='-XX:+PrintFlagsFinal -version'".formatted(directory);
    return Pattern.compile("(UseZGC|UseSerialGC) +:?= true")
        .matcher(run(JAVA_HOME, setup, command.split(" ", -1)).err())
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.joining(" "));
  }

  @Test
  void supportsNonAsciiPathsInCLocale() throws Exception {
    Path file =
        Files.writeString(
            Files.createDirectory(directory.resolve("gehört")).resolve("wälk.yaml"),
            "robot: {name: café}\nrun: {seed: 17}\n");
    Outcome outcome =
        run(JAVA_HOME, "export LANG=C LC_ALL=C", "config", "--config", file.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("seed: 17").contains("café");
  }

  @Test
  void scriptsHaveTheSameDigitsInEveryLocale() throws Exception {
    Path plan = Files.writeString(directory.resolve("plan.yaml"), "seeds: 0-1\n");
    String sweep = "--dir=" + directory.resolve("sweep");
    Outcome outcome =
        run(
            JAVA_HOME,
            "export JAVA_TOOL_OPTIONS='-Duser.language=fa -Duser.country=IR'",
            "sweep",
            plan.toString(),
            sweep,
            "--executor=slurm",
            "--dry-run");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("[1]=seed1").contains("-ge 20");
  }

  @Test
  void buildPrintsItsProgressToStandardError() throws Exception {
    Path mvn = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
    Files.writeString(
        mvn,
        """
        #!/usr/bin/env bash
        echo '[INFO] Building Minitaur hal 0.1.0-SNAPSHOT                    [2/5]'
        for ((i = 0; i < 50; i++)); do echo "Downloaded from central: https://x/$i.jar"; done
        echo '[INFO] Building Minitaur sim 0.1.0-SNAPSHOT                    [3/5]'
        """);
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    Outcome outcome =
        run(JAVA_HOME, "export PATH=" + mvn.getParent() + ":$PATH MINITAUR_SKIP_BUILD=0", "config");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("Building Minitaur")
        .contains("  Minitaur hal 0.1.0-SNAPSHOT [2/5]\n")
        .contains("50 files downloaded\n")
        .contains("  Minitaur sim 0.1.0-SNAPSHOT [3/5]\n");
    assertThat(outcome.out()).doesNotContain("Minitaur sim");
  }

  /** JDK 24 and later warn about native access, deprecated options and sun.misc.Unsafe. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void emulatePrintsPortFirst(boolean useNewestJava) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", launcher().toString(), "emulate", "--profile", "nominal")
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", (useNewestJava ? newestJava() : JAVA_HOME).toString());
    builder.environment().put("MINITAUR_SKIP_BUILD", "1");
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      String err = Files.readString(directory.resolve("err"));
      assumeTrue(line != null || !err.contains("pseudo"), "no pseudo-terminal");
      assertThat(line).as(err).startsWith("/dev/");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static Path newestJava() throws IOException {
    try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
      return homes
          .filter(home -> home.getFileName().toString().matches(".*-2[4-9]-.*"))
          .findFirst()
          .orElse(JAVA_HOME);
    } catch (NoSuchFileException e) {
      return JAVA_HOME;
    }
  }
}
