package minitaur.controller.command;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.Clock;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialStatus;

/**
 * An operator whose confirmation arms the robot on the serial line, as nothing else does: it leads
 * its legs softly to standing and then follows commands.
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
    long giveUp = clock.nanos() + PATIENCE_NANOS;
    robot.arm();
    SerialStatus status = robot.status();
    while (status.phase() != ArmPhase.STANDING) {
      if (clock.nanos() > giveUp) {
        throw new CancelledException("the robot cannot be armed: " + status.reason());
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
