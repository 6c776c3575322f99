package minitaur.controller.command.calibrate;

import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Identification;
import minitaur.calibration.identify.IdentificationProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.command.options.Program;
import minitaur.hal.RobotGeometry;
import picocli.CommandLine.Command;

@Command(
    name = "identify",
    header = "Identify torque constants, friction, rotor inertia and latencies.",
    description = "Put the robot on a stand. The legs move by themselves.")
final class IdentifyCommand extends ProcedureCommand {
  IdentifyCommand(Program program) {
    super(program);
  }

  @Override
  boolean needsCalibration() {
    return true;
  }

  @Override
  boolean movesRobot() {
    return true;
  }

  @Override
  UnaryOperator<Calibration> calibrate(ProcedureInputs inputs, String date)
      throws CalibrationException, CancelledException {
    Identification identification =
        new IdentificationProcedure(
                inputs.robot(),
                inputs.clock(),
                inputs.operator(),
                RobotGeometry.nominal(),
                inputs.velocityAge())
            .run(date);
    return calibration -> calibration.with(identification);
  }
}
