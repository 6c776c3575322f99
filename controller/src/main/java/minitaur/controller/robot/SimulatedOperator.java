package minitaur.controller.robot;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Clock;
import minitaur.sim.GuidedMotion;
import minitaur.sim.RobotHandling;
import minitaur.sim.SimulatedRobot;

/**
 * Executes confirmed instructions of a procedure on a simulated robot, with the accuracy of a
 * careful operator with spirit level and plumb line.
 */
public final class SimulatedOperator implements Prompts {
  private static final double MOVE_SECONDS = 2;

  /** Time after which released legs on a stand are at rest. */
  private static final long DROP_NANOS = 1_000_000_000;

  private final Prompts operator;
  private final SimulatedRobot robot;
  private final Clock clock;
  private final RobotHandling motions;

  /**
   * @param operator confirms the instructions
   * @param clock that advances the simulation while waiting
   * @param seed of the placement errors
   */
  public SimulatedOperator(Prompts operator, SimulatedRobot robot, Clock clock, long seed) {
    this.operator = operator;
    this.robot = robot;
    this.clock = clock;
    motions = new RobotHandling(robot, MOVE_SECONDS, seed);
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    operator.confirm(instruction);
    TargetPose pose = instruction.pose();
    if (pose == null) {
      return;
    }
    GuidedMotion motion =
        pose.support() == TargetPose.Support.FLOOR
            ? motions.push(pose.motorAngleRad(), pose.forwardMetres(), pose.turnRad())
            : motions.hold(pose.motorAngleRad(), pose.rollRad(), pose.pitchRad());
    if (instruction.when() == Instruction.Moment.BEFORE_CONFIRMING) {
      clock.waitUntil(motion.endNanos());
      if (pose.support() == TargetPose.Support.STAND && pose.hasFreeLegs()) {
        robot.putOnStand();
        clock.waitUntil(clock.nanos() + DROP_NANOS);
      }
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
