package minitaur.controller.robot;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialStatus;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that enable torque of a robot on a serial port when the operator confirms. Torque is
 * enabled in no other way, and each confirmation is valid for one arming. When the permitted motion
 * has ended, the procedure is cancelled.
 */
public final class ArmingPrompts implements Prompts {
  private static final long TIMEOUT_NANOS = 10_000_000_000L;
  private static final long POLL_NANOS = 10_000_000;

  private final Prompts delegate;
  private final SerialRobot robot;
  private final Clock clock;
  private @Nullable ArmPermit permit;

  public ArmingPrompts(Prompts delegate, SerialRobot robot, Clock clock) {
    this.delegate = delegate;
    this.robot = robot;
    this.clock = clock;
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    delegate.confirm(instruction);
    ArmPermit issued = robot.issuePermit();
    try {
      awaitStanding(issued);
    } catch (CancelledException e) {
      String reason = String.valueOf(e.getMessage());
      issued.revoke(reason);
      robot.stop(reason);
      throw e;
    }
    permit = issued;
  }

  private void awaitStanding(ArmPermit issued) throws CancelledException {
    // A stop between the confirmation and the permit has found nothing to stop.
    delegate.throwIfCancelled();
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    robot.arm(issued);
    SerialStatus status = robot.status();
    while (status.phase() != ArmPhase.STANDING) {
      String failure = issued.endReason();
      if (failure != null || clock.nanos() > deadline) {
        throw new CancelledException(
            "the robot cannot be armed: " + (failure == null ? status.reason() : failure));
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      delegate.throwIfCancelled();
      status = robot.status();
    }
  }

  @Override
  public void reportProgress(String activity, double fraction) {
    delegate.reportProgress(activity, fraction);
  }

  @Override
  public void showMessage(String message) {
    delegate.showMessage(message);
  }

  @Override
  public void throwIfCancelled() throws CancelledException {
    delegate.throwIfCancelled();
    String end = permit == null ? null : permit.endReason();
    if (end != null) {
      throw new CancelledException("the robot stopped: " + end);
    }
  }
}
