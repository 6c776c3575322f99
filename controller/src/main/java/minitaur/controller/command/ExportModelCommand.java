package minitaur.controller.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import minitaur.hal.file.AtomicFile;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.export.ModelFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "export-model",
    header = "Write the robot's model for another simulator.",
    description =
        "Writes the nominal robot as URDF, or as MJCF for MuJoCo. URDF cannot close the loops of"
            + " the legs: join the two pins of each leg yourself.",
    footer = {
      "",
      "Examples:",
      "  minitaur export-model --format mjcf --output minitaur.xml",
      "  minitaur export-model --format urdf > minitaur.urdf"
    })
final class ExportModelCommand extends ProgramCommand {
  @Option(names = "--format", paramLabel = "FORMAT", required = true, description = "urdf or mjcf.")
  private ModelFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "File to write. Default: standard output.")
  private @Nullable Path output;

  ExportModelCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    String model = format.write(RobotModel.nominal());
    if (output == null) {
      out.print(model);
      out.flush();
      return ExitCode.OK;
    }
    requireWritable("--output", output);
    AtomicFile.write(output, model.getBytes(StandardCharsets.UTF_8));
    out.println("Wrote " + output);
    return ExitCode.OK;
  }
}
