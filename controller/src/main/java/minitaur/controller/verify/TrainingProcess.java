package minitaur.controller.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.run.JavaCommand;

/** A {@link SmallTraining} in another process, which drills kill or deprive of resources. */
final class TrainingProcess implements AutoCloseable {
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx200m",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
          "-Djava.awt.headless=true");

  private static final long TIMEOUT_SECONDS = 600;
  private static final long POLL_NANOS = 200_000;

  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  private final Path run;
  private final Path output;
  private final Process process;

  /**
   * Starts a training run.
   *
   * @param program main class of this program
   * @param run new directory; the output is written next to it
   * @param settings as KEY=VALUE
   * @param jvmOptions in addition to the default options
   */
  TrainingProcess(Class<?> program, Path run, List<String> settings, String... jvmOptions)
      throws IOException {
    this.run = run;
    output = run.resolveSibling(run.getFileName() + ".out");
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.addAll(List.of(jvmOptions));
    List<String> command = JavaCommand.of(program, options);
    command.addAll(
        List.of("train", "--run-dir=" + run, "--no-console", "--no-progress", "--operator=none"));
    settings.forEach(setting -> command.add("--set=" + setting));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /**
   * Waits until the replay buffer holds {@code records}, or until the run has begun if that is
   * negative.
   *
   * @return whether the process is still alive
   * @throws IOException when it takes too long
   */
  boolean awaitRecords(long records) throws IOException {
    Path startFile = run.resolve(records < 0 ? "config.yaml" : "replay.bin");
    return await(
        () -> Files.exists(startFile) && (records <= 0 || SmallTraining.records(run) >= records));
  }

  /**
   * Waits for a condition.
   *
   * @return whether it holds and the process is still alive
   * @throws IOException when it takes too long
   */
  boolean await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.holds()) {
      if (!process.isAlive()) {
        return false;
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("a training run makes no progress: " + output());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return process.isAlive();
  }

  /**
   * Waits until the process ends by itself.
   *
   * @return exit code
   * @throws IOException when the process does not end
   */
  int awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("a training run does not end: " + output());
    }
    return process.exitValue();
  }

  /**
   * Kills the process like {@code kill -9}.
   *
   * @return whether the process was alive
   */
  boolean kill() throws InterruptedException {
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
