package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minitaur.controller.run.ExitCode;
import minitaur.controller.sweep.SweepDirectory.State;
import minitaur.hal.Clock;

/**
 * Runs rows on this computer, one process per run. The number of concurrent processes is limited by
 * {@code jobs} and by the available memory. A row whose process was killed is resumed. If a process
 * of an earlier sweep is still training a row, the executor waits for that process.
 */
public final class LocalExecutor implements SweepExecutor {
  /**
   * Memory of one run: heap, native memory of the learner, and cached pages of the replay buffer.
   */
  private static final long BYTES_PER_RUN = 700_000_000;

  /** Number of process terminations after which a row fails. */
  private static final int MAX_TERMINATIONS = 20;

  private static final int FIRST_SIGNAL_CODE = 128;

  private static final long POLL_NANOS = 100_000_000;
  private static final long REPORT_NANOS = 15_000_000_000L;

  private final SweepPlan plan;
  private final SweepDirectory directory;
  private final List<String> command;
  private final int jobs;
  private final Clock clock;
  private final Consumer<String> out;
  private final Map<SweepRow, Process> processes = new LinkedHashMap<>();
  private final Map<SweepRow, Integer> terminations = new HashMap<>();

  /** Rows whose process did not train, because the plan was edited; unfinished, not failed. */
  private final Set<SweepRow> rejected = new HashSet<>();

  /**
   * @param command command line to which the {@link SweepRow#reference} of a row is appended
   * @param jobs max number of rows that run at a time; 0 for the number of cores
   * @param out receives progress, line by line
   */
  public LocalExecutor(
      SweepPlan plan,
      SweepDirectory directory,
      List<String> command,
      int jobs,
      Clock clock,
      Consumer<String> out) {
    this.plan = plan;
    this.directory = directory;
    this.command = List.copyOf(command);
    this.jobs = jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
    this.clock = clock;
    this.out = out;
  }

  @Override
  public String describe(List<SweepRow> rows) {
    return "local: %d rows, %d at a time".formatted(rows.size(), Math.min(jobs, rows.size()));
  }

  @Override
  public boolean run(List<SweepRow> rows, BooleanSupplier stop)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.path());
    Deque<SweepRow> pending = new ArrayDeque<>(rows);
    Set<SweepRow> runningElsewhere = new LinkedHashSet<>();
    Set<SweepRow> waiting = new LinkedHashSet<>();
    int total = rows.size();
    List<State> results = new ArrayList<>();
    long nextReport = clock.nanos() + REPORT_NANOS;
    try {
      // Rows that wait at a rung for a rejected row cannot continue.
      while (results.size() + (rejected.isEmpty() ? 0 : waiting.size()) < total
          && !stop.getAsBoolean()) {
        List<SweepRow> ended = removeEndedProcesses();
        ended.forEach(pending::addFirst);
        if (runningElsewhere.removeIf(row -> !isRunning(row) && pending.add(row))
            || !ended.isEmpty()) {
          // One of these rows may have been the last one to reach a rung.
          pending.addAll(waiting);
          waiting.clear();
        }
        while (!pending.isEmpty() && processes.size() + runningElsewhere.size() < maxRunning()) {
          SweepRow row = pending.removeFirst();
          if (rejected.contains(row)) {
            results.add(State.FAILED);
            out.accept(
                "failed  "
                    + row.name()
                    + ": its process rejected the plan; see "
                    + directory.log(row));
            continue;
          }
          SweepDirectory.Status status = directory.status(plan, row);
          switch (status.state()) {
            case DONE, FAILED, STOPPED -> {
              results.add(status.state());
              String reason = status.reason().isEmpty() ? "" : ": " + status.reason();
              out.accept("%-7s %s%s".formatted(status.state().key(), row.name(), reason));
            }
            case RUNNING -> runningElsewhere.add(row);
            case WAITING -> waiting.add(row);
            case PENDING, INTERRUPTED -> startRow(row, status.state());
          }
        }
        if (clock.nanos() >= nextReport) {
          nextReport = clock.nanos() + REPORT_NANOS;
          out.accept(
              "%d of %d done, %d failed, %d stopped early, %d running"
                  .formatted(
                      Collections.frequency(results, State.DONE),
                      total,
                      Collections.frequency(results, State.FAILED),
                      Collections.frequency(results, State.STOPPED),
                      processes.size() + runningElsewhere.size()));
        }
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
    } finally {
      processes.values().forEach(Process::destroy);
      for (Process process : processes.values()) {
        process.waitFor();
      }
    }
    return results.size() == total && !results.contains(State.FAILED);
  }

  private boolean isRunning(SweepRow row) {
    try {
      return directory.status(plan, row).state() == State.RUNNING;
    } catch (IOException e) {
      return true;
    }
  }

  private void startRow(SweepRow row, State state) throws IOException {
    List<String> commandLine = new ArrayList<>(command);
    commandLine.add(row.reference());
    processes.put(
        row,
        new ProcessBuilder(commandLine)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log(row).toFile()))
            .start());
    out.accept((state == State.PENDING ? "started " : "resumed ") + row.name());
  }

  /** Removes and returns rows whose process has ended, recording the failures among them. */
  private List<SweepRow> removeEndedProcesses() throws IOException {
    List<SweepRow> ended = new ArrayList<>();
    for (Map.Entry<SweepRow, Process> entry : processes.entrySet()) {
      if (!entry.getValue().isAlive()) {
        ended.add(entry.getKey());
      }
    }
    for (SweepRow row : ended) {
      int code = Objects.requireNonNull(processes.remove(row)).exitValue();
      boolean paused = code == 0 && plan.halving() != null;
      if (!paused && !directory.status(plan, row).state().isFinal()) {
        if (code == ExitCode.USAGE.number()) {
          rejected.add(row);
          continue;
        }
        int count = terminations.merge(row, 1, Integer::sum);
        boolean interrupted = code >= FIRST_SIGNAL_CODE || code == ExitCode.STOPPED.number();
        if (!interrupted || count >= MAX_TERMINATIONS) {
          directory.recordOutcome(
              row,
              Math.max(code, ExitCode.FAILED.number()),
              "its process ended %d times, last with exit code %d; see %s"
                  .formatted(count, code, directory.log(row)));
        }
      }
    }
    return ended;
  }

  /** Max number of rows that may run now. */
  private int maxRunning() {
    long available = availableBytes();
    int running = processes.size();
    long memoryLimit = available < 0 ? jobs : running + available / BYTES_PER_RUN;
    return (int) Math.max(1, Math.min(jobs, memoryLimit));
  }

  /** Memory available without swapping, bytes; -1 when unknown. */
  private static long availableBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
