package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.SampleStatistics;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPlan;
import minitaur.controller.sweep.SweepReport;
import minitaur.hal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    header = "Summarize the finished rows of a sweep over their seeds.",
    description =
        "Prints the mean, the interquartile mean and its 95 %% bootstrap interval for each group of"
            + " settings, and writes report.csv and the learning curves for each axis to the"
            + " directory of the sweep.",
    footer = {"", "Examples:", "  minitaur sweep report seeds.yaml"})
final class SweepReportCommand extends ProgramCommand {
  @Parameters(paramLabel = "FILE", description = "The plan.")
  private Path file;

  @Mixin private final SweepOptions sweepOptions = new SweepOptions();

  SweepReportCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    SweepPlan plan = SweepPlan.read(file);
    SweepDirectory directory = sweepOptions.directory(plan);
    directory.requireSameSettings(plan);
    print(new SweepReport(plan, directory), program);
    return ExitCode.OK;
  }

  /** Prints a report and writes its files. */
  static void print(SweepReport report, Program program) throws IOException {
    PrintStream out = program.out();
    List<SweepReport.Line> lines = report.lines();
    if (lines.isEmpty()) {
      out.println("No row is finished.");
      return;
    }
    int width = lines.stream().mapToInt(line -> line.group().length()).max().orElse(0);
    for (SweepReport.Line line : lines) {
      SampleStatistics s = line.statistics();
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %-15s  %2d runs  mean %8s  IQM %8s [%s, %s] %s%n",
          line.group(),
          line.metric().key(),
          s.count(),
          Text.number("%.3f", s.mean()),
          Text.number("%.3f", s.interquartileMean()),
          Text.number("%.3f", s.low()),
          Text.number("%.3f", s.high()),
          line.metric().unit().equals("1") ? "" : line.metric().unit());
    }
    for (Path written : report.write()) {
      out.println("Wrote " + written);
    }
  }
}
