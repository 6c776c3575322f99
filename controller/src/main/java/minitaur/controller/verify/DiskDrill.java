package minitaur.controller.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.run.storage.ChildProcesses;
import minitaur.controller.run.storage.ExitHook;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.verify.SmallTraining.Results;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Removes and restores resources of training runs in another process, at random times: disk space,
 * write access, file descriptors. Each run must pause with one message, resume by itself and end
 * with results that are bit-identical to those of an uninterrupted run. Without a temporary
 * directory, a run must end with the same bits. Requires Linux, and root to mount file systems.
 */
final class DiskDrill {
  private static final String PAUSED = "Paused: ";
  private static final long OUTAGE_NANOS = 500_000_000;
  private static final int BLOCK_BYTES = 4096;

  /** Steps reserved at the end of the training, so that the failure can take effect. */
  private static final int RESERVED_STEPS = SmallTraining.EPISODE_STEPS;

  /** The missing resource. */
  enum Failure {
    FULL_DISK("full disk", true),
    READ_ONLY_DISK("read-only disk", true),
    NO_DESCRIPTORS("no file descriptors", false),
    NO_TEMPORARY_DIRECTORY("no temporary directory", false);

    private final String text;
    private final boolean needsMount;

    Failure(String text, boolean needsMount) {
      this.text = text;
      this.needsMount = needsMount;
    }
  }

  /** Violated requirement of a run. */
  enum Violation {
    RESULTS_DIFFER("runs whose results are not bit-identical"),
    NO_MESSAGE("runs that report nothing"),
    SEVERAL_MESSAGES("runs that report it several times"),
    FAILED("runs that fail");

    private final String text;

    Violation(String text) {
      this.text = text;
    }
  }

  /**
   * Result of a trial.
   *
   * @param records number of records in the replay buffer when the failure begins
   * @param violation null for none
   * @param output output of the process; empty without a violation
   */
  record Trial(Failure failure, long records, @Nullable Violation violation, String output) {}

  /** Ends a failure. */
  @FunctionalInterface
  private interface Repair {
    void run() throws IOException, InterruptedException;
  }

  private DiskDrill() {}

  /**
   * Runs {@code count} trials of each failure.
   *
   * @param program main class of this program
   */
  static List<Result> run(Class<?> program, int count) throws IOException, InterruptedException {
    List<Trial> trials = trials(program, 0, count);
    ResultList results = new ResultList();
    results.failures(trials, trial -> trial.violation() != null, Trial::records, "records");
    for (Failure failure : Failure.values()) {
      long runs = trials.stream().filter(trial -> trial.failure() == failure).count();
      results.atLeast(count, failure.text, runs, "runs");
    }
    for (Violation violation : Violation.values()) {
      results.count(violation.text, trials, trial -> trial.violation() == violation, true, "runs");
    }
    return results.list();
  }

  /**
   * Runs {@code count} trials of each failure that this process is permitted to cause.
   *
   * @param seed seed of the failure times
   */
  @SuppressWarnings("try") // The hook acts when the process ends.
  static List<Trial> trials(Class<?> program, long seed, int count)
      throws IOException, InterruptedException {
    List<Trial> trials = new ArrayList<>();
    RandomStream random = RandomStream.of(seed, "disk-drill");
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-disk");
        ExitHook hook = new ExitHook("unmount", () -> unmount(scratch.path().resolve("disk")))) {
      Path run = scratch.path().resolve("undisturbed");
      // Also in another process, because a policy contains the revision of its program.
      try (TrainingProcess process = new TrainingProcess(program, run, SmallTraining.settings(1))) {
        if (process.awaitEnd() != 0) {
          throw new IOException("a training run failed: " + process.output());
        }
      }
      Results undisturbed = Results.of(run);
      boolean mounts = canMount();
      for (int number = 0; number < count; number++) {
        for (Failure failure : Failure.values()) {
          long records = random.nextInt(SmallTraining.STEPS - RESERVED_STEPS);
          if (mounts || !failure.needsMount) {
            trials.add(trial(program, failure, records, scratch.path(), undisturbed));
          }
        }
      }
    }
    return trials;
  }

  /** Whether this process may mount file systems. */
  static boolean canMount() throws IOException, InterruptedException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-mount")) {
      mount(scratch.path());
      execute("umount", scratch.path().toString());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Trial trial(
      Class<?> program, Failure failure, long records, Path scratch, Results undisturbed)
      throws IOException, InterruptedException {
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    if (failure == Failure.FULL_DISK) {
      mount(disk);
    }
    try {
      return trialOn(disk, program, failure, records, undisturbed);
    } finally {
      if (failure == Failure.FULL_DISK) {
        execute("umount", disk.toString());
      }
      TemporaryDirectory.delete(disk);
    }
  }

  /** Removes every mount of a trial when the process ends by a signal. */
  private static void unmount(Path disk) {
    ChildProcesses.kill();
    for (Path path : List.of(disk.resolve("run"), disk.resolve("read-only"), disk)) {
      try {
        execute("umount", "--lazy", path.toString());
      } catch (IOException | InterruptedException e) {
        // It is not mounted.
      }
    }
  }

  private static Trial trialOn(
      Path disk, Class<?> program, Failure failure, long records, Results undisturbed)
      throws IOException, InterruptedException {
    boolean hasTemporary = failure != Failure.NO_TEMPORARY_DIRECTORY;
    String temporary = hasTemporary ? System.getProperty("java.io.tmpdir") : disk + "/missing";
    Path run = Files.createDirectory(disk.resolve("run"));
    try (TrainingProcess process =
        new TrainingProcess(
            program, run, SmallTraining.settings(1), "-Djava.io.tmpdir=" + temporary)) {
      if (hasTemporary && process.awaitRecords(records)) {
        Repair repair = inject(failure, run, process);
        try {
          process.await(() -> process.output().contains(PAUSED));
          LockSupport.parkNanos(OUTAGE_NANOS);
        } finally {
          repair.run();
        }
      }
      int exitCode = process.awaitEnd();
      String output = process.output();
      int messages = output.split(PAUSED, -1).length - 1;
      Violation violation = null;
      if (exitCode != 0 || output.contains("\tat ")) {
        violation = Violation.FAILED;
      } else if (!Results.of(run).matches(undisturbed)) {
        violation = Violation.RESULTS_DIFFER;
      } else if (hasTemporary && messages != 1) {
        violation = messages == 0 ? Violation.NO_MESSAGE : Violation.SEVERAL_MESSAGES;
      }
      return new Trial(failure, records, violation, violation == null ? "" : output);
    }
  }

  private static Repair inject(Failure failure, Path run, TrainingProcess process)
      throws IOException, InterruptedException {
    return switch (failure) {
      case FULL_DISK -> {
        Path filler = run.resolveSibling("filler");
        fill(filler);
        yield () -> Files.delete(filler);
      }
      case READ_ONLY_DISK -> {
        // A file system with a mapped replay buffer cannot be remounted read-only. A second mount
        // of the same directory can, and all files opened from then on are on that mount. It is
        // made read-only at another path first, because that fails while the training has files
        // open for writing on it.
        String path = run.toString();
        String readOnly = Files.createDirectory(run.resolveSibling("read-only")).toString();
        execute("mount", "--bind", path, readOnly);
        execute("mount", "-o", "remount,ro,bind", readOnly);
        execute("mount", "--bind", readOnly, path);
        yield () -> {
          execute("umount", "--lazy", path);
          execute("umount", "--lazy", readOnly);
        };
      }
      case NO_DESCRIPTORS -> {
        limitDescriptors(process, "1");
        yield () -> {
          // A process that has failed is reported with its output.
          if (process.isAlive()) {
            limitDescriptors(process, "4096");
          }
        };
      }
      case NO_TEMPORARY_DIRECTORY -> () -> {};
    };
  }

  private static void fill(Path file) {
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // The disk is full. Files that the training deletes from now on, such as a partially written
      // one, may free less space than it needs.
    }
  }

  /** Changes the soft limit, which can be raised again up to the hard limit. */
  private static void limitDescriptors(TrainingProcess process, String limit)
      throws IOException, InterruptedException {
    execute("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + limit + ":");
  }

  private static void mount(Path directory) throws IOException, InterruptedException {
    execute("mount", "-t", "tmpfs", "-o", "size=4m", "minitaur-drill", directory.toString());
  }

  private static void execute(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }
}
