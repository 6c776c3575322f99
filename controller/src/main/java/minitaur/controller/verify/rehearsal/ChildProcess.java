package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minitaur.controller.run.JavaCommand;
import minitaur.controller.run.storage.ChildProcesses;
import org.jspecify.annotations.Nullable;

/** Runs this program in a child process that can be killed and restarted. */
final class ChildProcess implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private @Nullable Process process;
  private int starts;

  /**
   * @param program main class of the program
   * @param arguments arguments of the program
   * @param log file to which its output is appended
   * @param longRunning whether the process is never killed, so that full compilation pays off
   */
  ChildProcess(Class<?> program, List<String> arguments, Path log, boolean longRunning) {
    command =
        JavaCommand.of(
            program,
            List.of(
                // A long pause of all threads would cause a robot to lose its link.
                "-XX:+UseZGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:GuaranteedSafepointInterval=0",
                longRunning ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true"));
    command.addAll(arguments);
    this.log = log;
  }

  void start() throws IOException {
    ChildProcesses.awaitPermission();
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

  /** Number of starts. */
  int starts() {
    return starts;
  }

  /** Kills the process like {@code kill -9}, and returns when it has ended. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /**
   * Terminates the process and waits for its end.
   *
   * @return exit code
   * @throws IOException when the process does not end
   */
  int terminate(long seconds) throws IOException, InterruptedException {
    if (process != null) {
      process.destroy();
    }
    return await(seconds);
  }

  /**
   * Waits until the process ends.
   *
   * @return exit code
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
