package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Submits rows as one Slurm array job. A row that loses its node, is preempted or reaches its time
 * limit is requeued and resumes from its newest checkpoint; a row with an invalid configuration or
 * a diverged training run, or whose program cannot be started or always crashes, is not requeued.
 *
 * @param command command line to which the {@link SweepRow#reference} of a row is appended
 * @param jobs max number of rows that run at a time; 0 for no limit
 * @param options additional sbatch options, such as --partition=gpu
 * @param out receives what sbatch prints
 */
public record SlurmExecutor(
    SweepPlan plan,
    SweepDirectory directory,
    List<String> command,
    int jobs,
    List<String> options,
    Consumer<String> out)
    implements SweepExecutor {
  private static final String SCRIPT = "sbatch.sh";

  /** Number of restarts after which a crash is a failure. */
  private static final int MAX_RESTARTS = 20;

  public SlurmExecutor {
    command = List.copyOf(command);
    options = List.copyOf(options);
  }

  @Override
  public String describe(List<SweepRow> rows) {
    return script(rows);
  }

  @Override
  public boolean run(List<SweepRow> rows, BooleanSupplier stop)
      throws IOException, InterruptedException {
    if (rows.isEmpty()) {
      return true;
    }
    Files.createDirectories(directory.path());
    Path file = directory.path().resolve(SCRIPT);
    Files.writeString(file, script(rows), StandardCharsets.UTF_8);
    // With successive halving, each array job trains to the next rung and depends on the previous
    // one.
    int arrays = plan.halving() == null ? 1 : plan.halving().rungs().size() + 1;
    String previous = null;
    for (int i = 0; i < arrays; i++) {
      List<String> commandLine = new ArrayList<>(List.of("sbatch", "--parsable"));
      if (previous != null) {
        commandLine.add("--dependency=afterany:" + previous);
      }
      commandLine.add(file.toString());
      previous = submit(commandLine, file);
    }
    return true;
  }

  /** Submits the script and returns the job id. */
  private String submit(List<String> commandLine, Path file)
      throws IOException, InterruptedException {
    Process sbatch;
    try {
      sbatch = new ProcessBuilder(commandLine).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "sbatch cannot be run (" + e.getMessage() + "); is Slurm installed?", e);
    }
    String output =
        new String(sbatch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = sbatch.waitFor();
    if (code != 0) {
      output.lines().forEach(out);
      throw new IOException("sbatch failed with exit code " + code + "; the script is " + file);
    }
    // The format is the job id, optionally followed by a semicolon and the cluster name.
    String job = output.substring(output.lastIndexOf('\n') + 1).replaceFirst(";.*", "");
    out.accept("Submitted batch job " + job);
    return job;
  }

  /** The batch script. */
  private String script(List<SweepRow> rows) {
    String array = IndexRanges.format(rows.stream().map(SweepRow::index).toList());
    Path log = directory.path().toAbsolutePath().resolve("slurm-%a.log");
    StringBuilder header = new StringBuilder();
    options.forEach(option -> header.append("#SBATCH ").append(option).append('\n'));
    return """
    #!/usr/bin/env bash
    #SBATCH --job-name=%s
    #SBATCH --array=%s%s
    #SBATCH --cpus-per-task=2
    #SBATCH --mem=2G
    #SBATCH --requeue
    #SBATCH --open-mode=append
    #SBATCH --signal=B:TERM@60
    #SBATCH --output=%s
    #SBATCH --chdir=%s
    %s
    rows=(
    %s)
    row=${rows[$SLURM_ARRAY_TASK_ID]}
    # When Slurm sends TERM, the run ends with a checkpoint after its episode.
    %s "$row" &
    process=$!
    trap 'kill -TERM "$process"' TERM
    wait "$process"
    code=$?
    while kill -0 "$process" 2>/dev/null; do
      wait "$process"
      code=$?
    done
    # 0: finished. 1: failed. 2: invalid configuration. Running the row again would not change that.
    if [[ $code -le 2 ]]; then
      exit "$code"
    fi
    # Records a failure that the row could not record, and ends without requeuing it.
    fail() {
      outcome=%s/${row%%@*}.outcome
      [[ -e $outcome ]] || printf '%%s\\n' "$code" "$1 on $HOSTNAME; see %s" > "$outcome"
      exit "$code"
    }
    # The shell's codes for a program that cannot be started, such as a missing Java.
    if [[ $code -eq 126 || $code -eq 127 ]]; then
      fail "its program cannot be started (exit code $code)"
    fi
    # Stopped rows (3) have written a checkpoint: a long training may reach many time limits.
    if [[ $code -ne 3 && ${SLURM_RESTART_COUNT:-0} -ge %d ]]; then
      fail "its process ended with exit code $code after $SLURM_RESTART_COUNT restarts"
    fi
    # Interrupted (3) or killed: resumes from the newest checkpoint. slurmctld may be down.
    for attempt in {1..60}; do
      scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" && break
      sleep 10
    done
    exit "$code"
    """
        .formatted(
            quote("minitaur-" + plan.name()),
            array,
            jobs > 0 ? "%" + jobs : "",
            quote(log.toString()),
            quote(Path.of("").toAbsolutePath().toString()),
            header,
            rows.stream()
                .map(row -> "  [%d]=%s\n".formatted(row.index(), row.reference()))
                .collect(Collectors.joining()),
            command.stream().map(SlurmExecutor::quote).collect(Collectors.joining(" ")),
            quote(directory.path().toAbsolutePath().toString()),
            log.getFileName().toString().replace("%a", "$SLURM_ARRAY_TASK_ID"),
            MAX_RESTARTS);
  }

  private static String quote(String word) {
    return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
