package minitaur.controller.robot;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.sim.KinematicMotion;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;

/**
 * Executes confirmed instructions of a procedure on a simulated robot, with the accuracy of a
 * careful operator with spirit level and plumb line.
 */
public final class SimulatedOperator implements Prompts {
  private static final double MOVE_SECONDS = 2;

  /** Time after which released legs on a stand are at rest. */
  private static final long SETTLE_NANOS = 1_000_000_000;

  private final Prompts delegate;
  private final SimulatedRobot robot;
  private final Clock clock;
  private final RobotHandler robotHandler;

  /**
   * @param delegate confirms the instructions
   * @param clock that advances the simulation while waiting
   * @param seed of the placement errors
   */
  public SimulatedOperator(Prompts delegate, SimulatedRobot robot, Clock clock, long seed) {
    this.delegate = delegate;
    this.robot = robot;
    this.clock = clock;
    robotHandler = new RobotHandler(robot, MOVE_SECONDS, seed);
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    delegate.confirm(instruction);
    TargetPose pose = instruction.pose();
    if (pose == null) {
      return;
    }
    KinematicMotion motion =
        pose.support() == TargetPose.Support.FLOOR
            ? robotHandler.moveAlongFloor(
                pose.motorAngleRad(), pose.forwardMetres(), pose.turnRad())
            : robotHandler.hold(pose.motorAngleRad(), pose.rollRad(), pose.pitchRad());
    if (instruction.timing() == Instruction.Timing.BEFORE_CONFIRMATION) {
      clock.waitUntil(motion.endNanos());
      if (pose.support() == TargetPose.Support.STAND && pose.hasFreeLegs()) {
        robot.putOnStand();
        clock.waitUntil(clock.nanos() + SETTLE_NANOS);
      }
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
  }
}
