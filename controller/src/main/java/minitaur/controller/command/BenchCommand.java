package minitaur.controller.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.EnumNames;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.ExitCode;
import minitaur.controller.verify.Benchmark;
import minitaur.controller.verify.ResultPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    header = "Run a benchmark and compare its results with their thresholds.",
    description = "Exits with code 1 when a threshold is missed.",
    footer = {"", "Examples:", "  minitaur bench learner", "  minitaur bench sim --json"})
final class BenchCommand extends ProgramCommand {
  private static final String BENCHMARK_SECTION = "benchmarks";

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "Benchmark: ${COMPLETION-CANDIDATES}.")
  private Benchmark benchmark;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "Duration of each measurement.")
  private double seconds;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Number of presses (stop, console), runs (drill), trials of each fault (arming, disk),"
              + " corruptions, kills, mutations or courses.")
  private int count;

  @Option(names = "--json", description = "Print one JSON object per result.")
  private boolean json;

  static final class Names extends EnumNames<Benchmark> {
    Names() {
      super(Benchmark.class);
    }
  }

  BenchCommand(Program program) {
    super(program);
  }

  /** Adds the description of each benchmark to the help. */
  @Spec
  void addBenchmarkTable(CommandSpec command) {
    UsageMessageSpec help = command.usageMessage();
    List<String> sections = new ArrayList<>(help.sectionKeys());
    sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), BENCHMARK_SECTION);
    help.sectionKeys(sections);
    help.sectionMap().put(BENCHMARK_SECTION, BenchCommand::benchmarkTable);
  }

  private static String benchmarkTable(Help help) {
    Map<String, String> rows = new LinkedHashMap<>();
    Names names = new Names();
    names.forEach(name -> rows.put(name, names.convert(name).summary()));
    return "%nBenchmarks:%n".formatted() + help.createTextTable(rows);
  }

  /** Runs a command in this process, with the logging of this process. */
  private int runInProcess(InputStream in, PrintStream output, String... arguments) {
    return MinitaurCommand.create(
            new Program(program.build(), program.logging(), in, output, output, program.clock()))
        .execute(arguments);
  }

  @Override
  public ExitCode call() throws IOException, CancelledException, InterruptedException {
    require(seconds > 0 && seconds <= 3600, "--seconds", seconds, "above 0, up to 3600");
    require(count >= 1 && count <= 100_000, "--count", count, "1 to 100000");
    List<ConfigOverride> required =
        benchmark.configuration().stream()
            .map(setting -> ConfigOverride.parse("bench", setting))
            .toList();
    ResultPrinter printer = new ResultPrinter(out, json);
    printer.print(
        benchmark.run(
            new Benchmark.Settings(
                configOptions.read(required), Main.class, seconds, count, this::runInProcess)));
    return ExitCode.of(printer.allMet());
  }
}
