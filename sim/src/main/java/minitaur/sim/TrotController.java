package minitaur.sim;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.MotorCommand;
import minitaur.hal.leg.FiveBarLeg;

/**
 * Open-loop trot controller that reproduces the gait of the physics reference data: 2 Hz, swing
 * amplitude 0.15 rad, extension amplitude 0.20 rad, faded in from 0.5 to 1 s.
 */
public final class TrotController {
  private static final long STEP_NANOS = 1_000_000;

  private final SimulatedRobot robot;
  private final MotorCommand command = new MotorCommand();

  /** Creates a driver for {@code robot}, which must be at time 0. */
  public TrotController(SimulatedRobot robot) {
    this.robot = robot;
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2);
  }

  /** Writes the next command and advances the robot by 1 ms. */
  public void step() {
    double seconds = robot.timeNanos() * 1e-9;
    double fade = Math.min(Math.max((seconds - 0.5) / 0.5, 0), 1);
    for (Leg leg : Leg.values()) {
      boolean isSecondPair = leg == Leg.BACK_LEFT || leg == Leg.FRONT_RIGHT;
      double phase = 2 * Math.PI * 2 * (seconds - 0.5) + (isSecondPair ? Math.PI : 0);
      double swing = fade * 0.15 * StrictMath.sin(phase);
      double extension = 2 - fade * 0.20 * StrictMath.cos(phase - 0.8);
      command.targetAngleRad[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      command.targetAngleRad[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
    robot.write(command);
    robot.advanceTo(robot.timeNanos() + STEP_NANOS);
  }
}
