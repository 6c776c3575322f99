package minitaur.controller.verify;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.WantedPose;
import minitaur.hal.Clock;
import minitaur.sim.CarefulHand;
import minitaur.sim.HandMotion;
import minitaur.sim.SimulatedRobot;

/**
 * The hands of an operator of a simulated robot: what somebody else confirms they do, as well as
 * careful hands with spirit level and plumb line can.
 */
public final class SimulatedOperator implements Prompts {
  private static final double MOVE_SECONDS = 2;

  /** Legs that are let go on a stand hang still after this. */
  private static final long DROP_NANOS = 1_000_000_000;

  private final Prompts voice;
  private final SimulatedRobot robot;
  private final Clock clock;
  private final CarefulHand hand;

  /**
   * @param voice confirms
   * @param clock in which waiting makes the robot's time pass
   * @param seed of the hands' inaccuracy
   */
  public SimulatedOperator(Prompts voice, SimulatedRobot robot, Clock clock, long seed) {
    this.voice = voice;
    this.robot = robot;
    this.clock = clock;
    hand = new CarefulHand(robot, MOVE_SECONDS, seed);
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    voice.confirm(instruction);
    WantedPose pose = instruction.pose();
    if (pose == null) {
      return;
    }
    HandMotion motion =
        pose.support() == WantedPose.Support.FLOOR
            ? hand.push(pose.motorAngleRad(), pose.forwardMetres(), pose.turnRad())
            : hand.hold(pose.motorAngleRad(), pose.rollRad(), pose.pitchRad());
    if (instruction.when() == Instruction.Moment.BEFORE_CONFIRMING) {
      clock.waitUntil(motion.endNanos());
      if (pose.support() == WantedPose.Support.STAND && pose.hasFreeLegs()) {
        robot.putOnStand();
        clock.waitUntil(clock.nanos() + DROP_NANOS);
      }
    }
  }

  @Override
  public void progress(String what, double part) {
    voice.progress(what, part);
  }

  @Override
  public void tell(String line) {
    voice.tell(line);
  }

  @Override
  public void requireGoingOn() throws CancelledException {
    voice.requireGoingOn();
  }
}
