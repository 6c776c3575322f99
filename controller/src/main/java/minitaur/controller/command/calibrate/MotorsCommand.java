package minitaur.controller.command.calibrate;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.motors.MotorPoseResult;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.command.options.Program;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import picocli.CommandLine.Command;

@Command(
    name = "motors",
    header = "Calibrate zeros and directions of the motors.",
    description = "You hold the legs in several poses. The motors stay off.")
final class MotorsCommand extends ProcedureCommand {
  MotorsCommand(Program program) {
    super(program);
  }

  @Override
  UnaryOperator<Calibration> calibrate(ProcedureInputs inputs, String date)
      throws CalibrationException, CancelledException {
    MotorPoseResult result =
        new MotorProcedure(RobotGeometry.nominal())
            .run(inputs.sensors(), inputs.clock(), inputs.operator());
    String reversed =
        result.reversedMotors().stream().map(Motor::name).collect(Collectors.joining(", "));
    inputs
        .operator()
        .showMessage(
            reversed.isEmpty()
                ? "Every encoder counts up as its leg extends."
                : "These encoders count down as the leg extends: " + reversed);
    MotorCalibration motors = result.toCalibration(date, MotorProcedure.DESCRIPTION);
    return calibration -> calibration.with(motors);
  }
}
