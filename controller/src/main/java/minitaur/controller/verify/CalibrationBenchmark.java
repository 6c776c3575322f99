package minitaur.controller.verify;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Estimate;
import minitaur.calibration.Identification;
import minitaur.calibration.InertialCalibration;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.identify.IdentifyProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.motors.MotorFindings;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.random.RandomStream;
import minitaur.sim.DriveProfile;
import minitaur.sim.SimulatedClock;
import minitaur.sim.dynamics.MultibodyState;

/** How near the procedures of calibration come to the truth about simulated robots. */
public final class CalibrationBenchmark {
  private static final RobotGeometry GEOMETRY = RobotGeometry.nominal();
  private static final double WANTED_INSIDE = 17.0 / 20;

  /** Attitudes in which the mounting is checked: roll and pitch, rad. */
  private static final double[][] ATTITUDES = {
    {0, 0}, {1.3, 0}, {-1.3, 0}, {0, 1.3}, {0, -1.3}, {0.8, 0.8}
  };

  private final int robots;
  private final Worst zero = new Worst();
  private final Worst bias = new Worst();
  private final Worst mounting = new Worst();
  private final Truth torque = new Truth();
  private final Truth viscous = new Truth();
  private final Truth coulomb = new Truth();
  private final Truth inertia = new Truth();
  private final Truth command = new Truth();
  private final Truth position = new Truth();
  private final Truth observation = new Truth();
  private int directions;
  private int exchanges;

  /**
   * @param robots how many, numbered from 0
   */
  public CalibrationBenchmark(int robots) {
    this.robots = robots;
  }

  /**
   * What was measured.
   *
   * @param name what it is
   * @param measured the value
   * @param bar what is wanted
   * @param atLeast whether the bar is the least value that is wanted, else the greatest
   * @param unit of both
   */
  public record Figure(String name, double measured, double bar, boolean atLeast, String unit) {
    /** Whether the bar is met. */
    public boolean isMet() {
      return atLeast ? measured >= bar : measured <= bar;
    }
  }

  /** The greatest of errors. */
  private static final class Worst {
    double error;

    void add(double each) {
      error = Math.max(error, Math.abs(each));
    }
  }

  /** Errors of estimates, and how often the truth was within the interval. */
  private static final class Truth {
    final Worst absolute = new Worst();
    final Worst relative = new Worst();
    int inside;
    int count;

    void add(Estimate estimate, double truth) {
      absolute.add(estimate.value() - truth);
      relative.add(truth == 0 ? 0 : estimate.value() / truth - 1);
      inside += estimate.contains(truth) ? 1 : 0;
      count++;
    }

    double share() {
      return (double) inside / count;
    }
  }

  /**
   * Measures.
   *
   * @param progress hears the number of each robot as it is done
   * @throws CalibrationException when a procedure refuses a robot
   */
  public List<Figure> run(LongConsumer progress) throws CalibrationException, CancelledException {
    for (long seed = 0; seed < robots; seed++) {
      calibrate(seed);
      exchange(seed);
      progress.accept(seed);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("motor zeros, worst", zero.error, 0.01, false, "rad"));
    double motors = robots * Motor.COUNT;
    figures.add(new Figure("motor directions right", directions / motors, 1, true, "of all"));
    figures.add(
        new Figure("exchanged connectors found", (double) exchanges / robots, 1, true, "of all"));
    figures.add(new Figure("bias of the rates, worst", bias.error, 0.003, false, "rad/s"));
    double degrees = Math.toDegrees(mounting.error);
    figures.add(new Figure("mounting of the inertial unit, worst", degrees, 0.3, false, "degrees"));
    addRelative(figures, "torque constant", torque, 0.05);
    addRelative(figures, "viscous friction", viscous, 0.2);
    addRelative(figures, "Coulomb friction", coulomb, 0.2);
    addRelative(figures, "rotor inertia", inertia, 0.2);
    addLatency(figures, "command latency", command);
    addLatency(figures, "position law's latency", position);
    addLatency(figures, "observation latency", observation);
    return figures;
  }

  private static void addRelative(List<Figure> figures, String name, Truth truth, double bar) {
    figures.add(new Figure(name + ", worst", 100 * truth.relative.error, 100 * bar, false, "%"));
    addShare(figures, name, truth);
  }

  private static void addLatency(List<Figure> figures, String name, Truth truth) {
    figures.add(new Figure(name + ", worst", 1e3 * truth.absolute.error, 1, false, "ms"));
    addShare(figures, name, truth);
  }

  private static void addShare(List<Figure> figures, String name, Truth truth) {
    figures.add(
        new Figure(
            name + ", truth within the interval", truth.share(), WANTED_INSIDE, true, "of all"));
  }

  private void calibrate(long seed) throws CalibrationException, CancelledException {
    UnknownRobot unknown = UnknownRobot.of(seed);
    Clock clock = new SimulatedClock(unknown.robot());
    Prompts operator = operator(unknown, clock, seed);
    MotorCalibration motors =
        new MotorProcedure(GEOMETRY).run(unknown.robot(), clock, operator).calibration("", "");
    JointMap truth = unknown.peculiarities().joints();
    for (Motor motor : Motor.values()) {
      zero.add(motors.of(motor).zeroRad() - truth.raw(motor.ordinal(), 0));
      directions += motors.of(motor).sign() == truth.turn(motor.ordinal(), 1) ? 1 : 0;
    }
    InertialCalibration imu =
        new ImuProcedure(unknown.robot(), clock, operator)
            .run(
                seed % 2 == 0 ? ImuProcedure.Poses.QUICK : ImuProcedure.Poses.SIX_FACES,
                /* date= */ "");
    bias.add(imu.rateBiasXRadPerSec() - unknown.peculiarities().mounting().rateBiasX());
    bias.add(imu.rateBiasYRadPerSec() - unknown.peculiarities().mounting().rateBiasY());
    checkMounting(unknown, imu.map());
    GuardedRobot calibrated =
        new GuardedRobot(
            new CalibratedRobot(unknown.robot(), motors.joints(), imu.map()),
            new MotorGuard(MotorGuardLimits.defaults()),
            clock);
    compare(
        new IdentifyProcedure(calibrated, clock, operator, GEOMETRY).run(/* date= */ ""), unknown);
  }

  private static Prompts operator(UnknownRobot unknown, Clock clock, long seed) {
    Prompts voice =
        PlainPrompts.script(new StringReader("yes all"), new PrintWriter(Writer.nullWriter()));
    return new SimulatedOperator(voice, unknown.robot(), clock, seed);
  }

  /** What the unit says in some attitudes, mapped, against the truth; its rates likewise. */
  private void checkMounting(UnknownRobot unknown, InertialMap map) {
    MultibodyState truth = new MultibodyState();
    RobotState said = new RobotState();
    for (double[] attitude : ATTITUDES) {
      double roll = attitude[0];
      double pitch = attitude[1];
      truth.quaternion[0] = Math.cos(pitch / 2) * Math.cos(roll / 2);
      truth.quaternion[1] = Math.cos(pitch / 2) * Math.sin(roll / 2);
      truth.quaternion[2] = Math.sin(pitch / 2) * Math.cos(roll / 2);
      truth.quaternion[3] = -Math.sin(pitch / 2) * Math.sin(roll / 2);
      unknown.peculiarities().mounting().sample(truth, said);
      map.apply(said);
      double dot =
          Math.sin(said.pitchRad) * Math.sin(pitch)
              + Math.cos(said.pitchRad) * Math.cos(pitch) * Math.cos(said.rollRad - roll);
      mounting.add(Math.acos(Math.min(1, dot)));
    }
    // A rate of 1 rad/s that comes out with the wrong sign or axis is off by more than any bar.
    truth.velocity[3] = 1;
    truth.velocity[4] = -0.5;
    unknown.peculiarities().mounting().sample(truth, said);
    map.apply(said);
    boolean right =
        Math.abs(said.angularVelocityXRadPerSec - 1) < 0.05
            && Math.abs(said.angularVelocityYRadPerSec + 0.5) < 0.05;
    mounting.add(right ? 0 : 1);
  }

  private void compare(Identification found, UnknownRobot unknown) {
    DriveProfile truth = unknown.profile().drives();
    for (Motor motor : Motor.values()) {
      MotorIdentification one = found.of(motor);
      int index = motor.ordinal();
      torque.add(one.torqueRatio(), truth.torqueRatio()[index]);
      viscous.add(one.viscousNmSecPerRad(), truth.viscousFriction()[index]);
      coulomb.add(one.coulombNm(), truth.coulombFriction()[index]);
      inertia.add(one.rotorInertiaKgM2(), truth.rotorInertia());
    }
    command.add(found.commandLatencySeconds(), unknown.profile().commandLatencySeconds().low());
    position.add(found.positionLatencySeconds(), truth.positionLatencySeconds());
    observation.add(
        found.observationLatencySeconds(), unknown.profile().observationLatencySeconds().low());
  }

  /** The same robot with two connectors exchanged, any two. */
  private void exchange(long seed) throws CalibrationException, CancelledException {
    RandomStream stream = RandomStream.of(seed, "exchange");
    Motor one = Motor.of(stream.nextInt(Motor.COUNT));
    Motor other = Motor.of((one.ordinal() + 1 + stream.nextInt(Motor.COUNT - 1)) % Motor.COUNT);
    UnknownRobot right = UnknownRobot.of(seed);
    UnknownRobot unknown =
        UnknownRobot.of(right.profile(), right.peculiarities().withExchanged(one, other), seed);
    Clock clock = new SimulatedClock(unknown.robot());
    MotorFindings findings =
        new MotorProcedure(GEOMETRY).run(unknown.robot(), clock, operator(unknown, clock, seed));
    exchanges += Set.copyOf(findings.misplaced()).equals(Set.of(one, other)) ? 1 : 0;
  }
}
