package minitaur.controller.command;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialStatus;

/**
 * An operator whose confirmation arms a robot on a serial port, as nothing else does. Each
 * confirmation is good for one arming.
 */
final class ArmingOperator implements Prompts {
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long LOOK_NANOS = 10_000_000;

  private final Prompts operator;
  private final SerialRobot robot;
  private final Clock clock;

  ArmingOperator(Prompts operator, SerialRobot robot, Clock clock) {
    this.operator = operator;
    this.robot = robot;
    this.clock = clock;
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    operator.confirm(instruction);
    long deadline = clock.nanos() + PATIENCE_NANOS;
    ArmPermit permit = robot.issuePermit();
    robot.arm(permit);
    SerialStatus status = robot.status();
    while (status.phase() != ArmPhase.STANDING) {
      String end = permit.end();
      if (end != null || clock.nanos() > deadline) {
        throw new CancelledException(
            "the robot cannot be armed: " + (end == null ? status.reason() : end));
      }
      clock.waitUntil(clock.nanos() + LOOK_NANOS);
      status = robot.status();
    }
  }

  @Override
  public void progress(String what, double part) {
    operator.progress(what, part);
  }

  @Override
  public void tell(String line) {
    operator.tell(line);
  }

  @Override
  public void requireGoingOn() throws CancelledException {
    operator.requireGoingOn();
  }
}
