package minitaur.controller.hardware;

import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.WantedPose;
import minitaur.hal.Clock;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.random.RandomStream;
import minitaur.sim.HandMotion;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.dynamics.MultibodyState;

/**
 * The hands of an operator of a simulated robot: what somebody else confirms they do, as well as
 * careful hands with spirit level and plumb line can.
 */
public final class SimulatedOperator implements Prompts {
  private static final double TABLE_METRES = 0.8;
  private static final double MOVE_SECONDS = 2;
  private static final double SHOVE_SECONDS = 5;

  /** Legs that are let go on a stand hang still after this. */
  private static final long DROP_NANOS = 1_000_000_000;

  /** A plumb line of 0.3 m, read to a millimetre. */
  private static final double PLUMB_RAD = 0.003;

  /** A stop that gives a little. */
  private static final double STOP_RAD = 0.0005;

  /** A spirit level, or the flatness of a table. */
  private static final double LEVEL_RAD = 0.001;

  /** How roughly a tilt of "about 35 degrees" is met. */
  private static final double TILT_RAD = 0.05;

  /** How straight a robot is pushed along a line on the floor. */
  private static final double LINE_METRES = 0.003;

  private final Prompts voice;
  private final SimulatedRobot robot;
  private final Clock clock;
  private final RandomStream hands;

  /**
   * @param voice confirms
   * @param clock in which waiting makes the robot's time pass
   * @param seed of the hands' inaccuracy
   */
  public SimulatedOperator(Prompts voice, SimulatedRobot robot, Clock clock, long seed) {
    this.voice = voice;
    this.robot = robot;
    this.clock = clock;
    hands = RandomStream.of(seed, "operator.hands");
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    voice.confirm(instruction);
    WantedPose pose = instruction.pose();
    if (pose == null) {
      return;
    }
    HandMotion motion = motion(pose);
    robot.grasp(motion);
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

  private HandMotion motion(WantedPose pose) {
    MultibodyState now = robot.truth();
    double[] position = now.position.clone();
    double yaw = now.yaw() + pose.turnRad();
    double seconds = MOVE_SECONDS;
    if (pose.support() == WantedPose.Support.FLOOR) {
      seconds = SHOVE_SECONDS;
      position[0] += pose.forwardMetres() * StrictMath.cos(now.yaw()) + near(LINE_METRES);
      position[1] += pose.forwardMetres() * StrictMath.sin(now.yaw()) + near(LINE_METRES);
    } else {
      position[2] = TABLE_METRES;
    }
    return new HandMotion(
        now,
        robot.timeNanos(),
        seconds,
        position,
        tilt(pose.rollRad()),
        tilt(pose.pitchRad()),
        yaw,
        legs(pose, now));
  }

  private double tilt(double wanted) {
    // What is not level nor a face of the trunk is met roughly.
    boolean rough = Math.abs(Math.IEEEremainder(wanted, Math.PI / 2)) > 0.1;
    return wanted + near(rough ? TILT_RAD : LEVEL_RAD);
  }

  private double[] legs(WantedPose pose, MultibodyState now) {
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      int rear = leg.rear().ordinal();
      int front = leg.front().ordinal();
      double wantedRear = pose.motorAngleRad()[rear];
      double wantedFront = pose.motorAngleRad()[front];
      if (Double.isNaN(wantedRear) || Double.isNaN(wantedFront)) {
        angles[rear] = now.motorAngle[rear];
        angles[front] = now.motorAngle[front];
        continue;
      }
      double swing = FiveBarLeg.swing(wantedRear, wantedFront) + near(PLUMB_RAD);
      double extension = FiveBarLeg.extension(wantedRear, wantedFront) + near(STOP_RAD);
      angles[rear] = FiveBarLeg.rear(swing, extension);
      angles[front] = FiveBarLeg.front(swing, extension);
    }
    return angles;
  }

  private double near(double deviation) {
    return deviation * hands.nextGaussian();
  }
}
