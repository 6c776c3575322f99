package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.PolicyOption;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.PolicyExporter;
import minitaur.hal.file.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    header = "Write a policy for other programs.",
    description =
        "Writes a policy as an ONNX model, as C99 or as a NumPy script that is independent of"
            + " this program: raw state in, action and motor targets out.",
    footer = {
      "",
      "Examples:",
      "  minitaur export --policy walk.safetensors --format c --output walk.c",
      "  minitaur export --policy walk.safetensors --format onnx --output walk.onnx"
    })
final class ExportCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final PolicyOption policy = new PolicyOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "onnx, c (C99) or numpy (Python).")
  private PolicyExporter.Format format;

  @Option(names = "--output", paramLabel = "FILE", required = true, description = "File to write.")
  private Path output;

  ExportCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    requireWritable("--output", output);
    ControllerConfig config = configOptions.read(List.of());
    PolicyExporter source = new PolicyExporter(policy.matching(config), config.task().actionMap());
    AtomicFile.write(output, format.encode(source));
    out.println("Wrote " + output);
    return ExitCode.OK;
  }
}
