package minitaur.controller.command.calibrate;

import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.ImuCalibration;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.command.options.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "imu",
    header = "Calibrate mounting and bias of the IMU.",
    description = "You level the trunk and tilt it twice. The motors stay off.")
final class ImuCommand extends ProcedureCommand {
  @Option(
      names = "--six-faces",
      description = "Place the trunk on each of its faces instead of two tilts.")
  private boolean sixFaces;

  ImuCommand(Program program) {
    super(program);
  }

  @Override
  UnaryOperator<Calibration> calibrate(ProcedureInputs inputs, String date)
      throws CalibrationException, CancelledException {
    ImuCalibration imu =
        new ImuProcedure(inputs.sensors(), inputs.clock(), inputs.operator())
            .run(sixFaces ? ImuProcedure.PoseSet.SIX_FACES : ImuProcedure.PoseSet.QUICK, date);
    return calibration -> calibration.with(imu);
  }
}
