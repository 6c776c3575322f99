package minitaur.controller.command.calibrate;

import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.MocapAlignment;
import minitaur.calibration.mocap.MocapProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.command.options.Program;
import minitaur.controller.robot.MocapTracking;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.RobotGeometry;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapConfig;
import picocli.CommandLine.Command;

@Command(
    name = "mocap",
    header = "Calibrate the lane and the marker body for motion capture.",
    description = "You move the robot one meter straight ahead and turn it in place.")
final class MocapAlignmentCommand extends ProcedureCommand {
  MocapAlignmentCommand(Program program) {
    super(program);
  }

  @Override
  boolean needsCalibration() {
    return true;
  }

  /** Settings for poses of the marker body in the server's frame, rotated only so that z is up. */
  @Override
  MocapConfig mocapConfig(ControllerConfig config) {
    switch (config.mocap().source()) {
      case VRPN, NATNET, QTM -> {}
      case SIMULATED, NONE, CAMERA ->
          throw usageError(
              "mocap.source must be vrpn, natnet or qtm, with mocap.host and mocap.body: add --set"
                  + " mocap.source=...");
    }
    MocapConfig configured = MocapTracking.clientConfig(config.mocap());
    return configured
        .withLane(LaneFrame.alongServerX(configured.lane().up()))
        .withOffset(BodyOffset.NONE);
  }

  @Override
  UnaryOperator<Calibration> calibrate(ProcedureInputs inputs, String date)
      throws CalibrationException, CancelledException {
    MocapAlignment alignment =
        new MocapProcedure(
                inputs.robot(),
                inputs.mocap().poses(),
                inputs.clock(),
                inputs.operator(),
                RobotGeometry.nominal())
            .run(inputs.mocap().up(), date);
    return calibration -> calibration.with(alignment);
  }
}
