package minitaur.controller.verify.rehearsal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** This program as another process, which can be killed and started again. */
final class ChildProcess implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private @Nullable Process process;
  private int starts;

  /**
   * @param arguments of the program
   * @param log where its output goes, behind what is there
   * @param lasting whether it lives on undisturbed: then it may take long to become fast
   */
  ChildProcess(List<String> arguments, Path log, boolean lasting) {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command = new ArrayList<>();
    command.addAll(
        List.of(
            java,
            // What halts all threads of a process for long would cost a robot its link.
            "-XX:+UseZGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GuaranteedSafepointInterval=0",
            lasting ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-XX:MaxDirectMemorySize=256m",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-cp",
            absolute(System.getProperty("java.class.path")),
            "minitaur.controller.Main"));
    command.addAll(arguments);
    this.log = log;
  }

  private static String absolute(String classPath) {
    List<String> parts = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    starts++;
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** How often it was started. */
  int starts() {
    return starts;
  }

  /** Ends it as a kill -9 does, and returns when it is gone. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /**
   * Asks it to end and waits for that.
   *
   * @return its exit code
   * @throws IOException when it does not end
   */
  int terminate(long seconds) throws IOException, InterruptedException {
    if (process != null) {
      process.destroy();
    }
    return await(seconds);
  }

  /**
   * Waits until it ends by itself.
   *
   * @return its exit code
   * @throws IOException when it does not
   */
  int await(long seconds) throws IOException, InterruptedException {
    if (process == null || !process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("a process did not end within " + seconds + " s; see " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
