package minitaur.controller.command.calibrate;

import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.identify.IdentifyProcedure;
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
  boolean moves() {
    return true;
  }

  @Override
  Calibration calibrate(Setup setup, String date) throws CalibrationException, CancelledException {
    return setup
        .known()
        .with(
            new IdentifyProcedure(
                    setup.robot(),
                    setup.clock(),
                    setup.operator(),
                    RobotGeometry.nominal(),
                    setup.velocityAge())
                .run(date));
  }
}
