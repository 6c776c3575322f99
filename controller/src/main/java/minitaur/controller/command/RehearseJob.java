package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import minitaur.controller.remote.PipelineException;
import minitaur.controller.verify.rehearsal.Rehearsal;
import minitaur.controller.verify.rehearsal.RehearsalReport;
import minitaur.hal.SystemClock;

/** Rehearses training on two computers and prints a table with each bar. */
public final class RehearseJob implements Job<RehearseRequest> {
  private static final String MARK = "settings.yaml";

  private final PrintStream out;

  /**
   * @param out where the table goes
   */
  public RehearseJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(RehearseRequest request) throws IOException, InterruptedException {
    clear(request.directory());
    Consumer<String> lines = request.json() ? line -> {} : out::println;
    RehearsalReport report =
        new Rehearsal(
                request.config(),
                request.directory(),
                request.episodes(),
                request.disturbances(),
                request.emulated(),
                request.seed(),
                new SystemClock(),
                InstantSource.system(),
                lines)
            .run();
    if (request.json()) {
      out.println(new ObjectMapper().writeValueAsString(report));
    } else {
      print(report);
    }
    return report.isGood() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Makes the directory, or empties the one of an earlier rehearsal. */
  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> content;
      try (Stream<Path> paths = Files.walk(directory)) {
        content = paths.sorted(Comparator.reverseOrder()).toList();
      }
      if (content.size() > 1 && !Files.exists(directory.resolve(MARK))) {
        throw new PipelineException(
            directory + ": holds something else than a rehearsal; name a new directory with --dir");
      }
      for (Path path : content) {
        Files.delete(path);
      }
    }
    Files.createDirectories(directory);
  }

  private void print(RehearsalReport report) {
    out.printf(
        Locale.ROOT,
        "%nin %.0f s, the collector started %d times, the trainer %d times,"
            + " %d emergency stops left:%n",
        report.seconds(),
        report.collectorStarts(),
        report.trainerStarts(),
        report.releases());
    report.disturbances().forEach((what, count) -> out.printf("  %4d  %s%n", count, what));
    out.println();
    for (RehearsalReport.Bar bar : report.bars()) {
      out.printf(
          "%-50s %10s   %-16s %s%n",
          bar.what(), bar.reachedText(), bar.bar(), bar.met() ? "good" : "MISSED");
    }
  }
}
