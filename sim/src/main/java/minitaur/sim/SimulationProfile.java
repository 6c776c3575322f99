package minitaur.sim;

import java.util.List;
import java.util.stream.Collectors;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialProfile;
import minitaur.sim.device.MotionCaptureProfile;
import minitaur.sim.device.PushProfile;
import minitaur.sim.device.Range;
import minitaur.sim.dynamics.RobotModel;

/**
 * How far the simulated robot is from the ideal one. Ranges are drawn anew for every episode.
 * Unless said otherwise the numbers are those of the walking task's table, row "profiles".
 *
 * @param name what it is called
 * @param observationLatencySeconds age of what {@link minitaur.hal.Robot#read} gives; whole
 *     milliseconds are used
 * @param commandLatencySeconds from {@link minitaur.hal.Robot#write} to the motors; whole
 *     milliseconds are used
 * @param encoderBits resolution of the motors' angles over a turn, for the position loop as for the
 *     reader; 0 for exact
 * @param inertial the inertial measurement unit
 * @param motionCapture the cameras
 * @param power supply and heat of the motors
 * @param body masses, friction, motor strength
 * @param pushes who pushes the trunk
 * @param drives what this robot's motors do for its whole life
 * @param startJitterRad half width of the uniform noise on each leg's swing and extension at the
 *     start
 */
public record SimulationProfile(
    String name,
    Range observationLatencySeconds,
    Range commandLatencySeconds,
    int encoderBits,
    InertialProfile inertial,
    MotionCaptureProfile motionCapture,
    PowerProfile power,
    BodyProfile body,
    PushProfile pushes,
    DriveProfile drives,
    double startJitterRad) {

  /** The longest latency that can be simulated, in seconds. */
  public static final double LONGEST_LATENCY_SECONDS = 0.1;

  private static final double START_JITTER_RAD = 0.05;

  private static final InertialProfile REALISTIC_INERTIAL =
      new InertialProfile(0.01, 0.05, new Range(-0.02, 0.02));

  private static final MotionCaptureProfile REALISTIC_MOTION_CAPTURE =
      new MotionCaptureProfile(120, 1e-4, 5.4e-3);

  private static final PowerProfile REALISTIC_POWER = PowerProfile.ideal(new Range(14.8, 16.8));

  private static final int REALISTIC_ENCODER_BITS = 12;

  private static final double REALISTIC_COMMAND_LATENCY = 0.003;

  public SimulationProfile {
    requireLatency(name, "observation", observationLatencySeconds);
    requireLatency(name, "command", commandLatencySeconds);
    if (!(startJitterRad >= 0)) {
      throw new IllegalArgumentException(
          "%s: the start's jitter must be at least 0 rad, not %s".formatted(name, startJitterRad));
    }
  }

  /** A profile with nominal motors. */
  public SimulationProfile(
      String name,
      Range observationLatencySeconds,
      Range commandLatencySeconds,
      int encoderBits,
      InertialProfile inertial,
      MotionCaptureProfile motionCapture,
      PowerProfile power,
      BodyProfile body,
      PushProfile pushes,
      double startJitterRad) {
    this(
        name,
        observationLatencySeconds,
        commandLatencySeconds,
        encoderBits,
        inertial,
        motionCapture,
        power,
        body,
        pushes,
        DriveProfile.nominal(),
        startJitterRad);
  }

  /** No latency, no noise, 16 V, the nominal body; poses every millisecond, exact and at once. */
  public static SimulationProfile nominal() {
    return new SimulationProfile(
        "nominal",
        Range.of(0),
        Range.of(0),
        0,
        new InertialProfile(0, 0, Range.of(0)),
        new MotionCaptureProfile(1000, 0, 0),
        PowerProfile.ideal(Range.of(16)),
        fixedBody(),
        PushProfile.NONE,
        START_JITTER_RAD);
  }

  /** The latencies, resolutions and noise of the robot in the laboratory. */
  public static SimulationProfile realistic() {
    return new SimulationProfile(
        "realistic",
        Range.of(0.015),
        Range.of(REALISTIC_COMMAND_LATENCY),
        REALISTIC_ENCODER_BITS,
        REALISTIC_INERTIAL,
        REALISTIC_MOTION_CAPTURE,
        REALISTIC_POWER,
        fixedBody(),
        PushProfile.NONE,
        START_JITTER_RAD);
  }

  /**
   * The realistic robot of which nobody knows quite what it weighs. The latency that varies is the
   * observation's, over the range that Tan et al. 2018 used; strength is drawn for each motor by
   * itself, which asks more of a policy than one common factor. Pushes are modest and our choice:
   * every 2 s on average, 0.1 s, up to 15 N, which is a change of velocity of up to 0.2 m/s.
   */
  public static SimulationProfile randomized() {
    return new SimulationProfile(
        "randomized",
        new Range(0, 0.040),
        Range.of(REALISTIC_COMMAND_LATENCY),
        REALISTIC_ENCODER_BITS,
        REALISTIC_INERTIAL,
        REALISTIC_MOTION_CAPTURE,
        REALISTIC_POWER,
        new BodyProfile(
            new Range(0.8, 1.2), new Range(0.5, 1.5), new Range(0.5, 1.25), new Range(0.8, 1.2)),
        new PushProfile(2, 0.1, 15),
        START_JITTER_RAD);
  }

  /**
   * The profile of that name.
   *
   * @throws IllegalArgumentException when there is none, naming the choices
   */
  public static SimulationProfile byName(String name) {
    List<SimulationProfile> choices = List.of(nominal(), realistic(), randomized());
    for (SimulationProfile profile : choices) {
      if (profile.name.equals(name)) {
        return profile;
      }
    }
    throw new IllegalArgumentException(
        "there is no simulation profile '%s'; choose one of %s"
            .formatted(
                name,
                choices.stream().map(SimulationProfile::name).collect(Collectors.joining(", "))));
  }

  /** This profile with another jitter of the start. */
  public SimulationProfile withStartJitter(double rad) {
    return new SimulationProfile(
        name,
        observationLatencySeconds,
        commandLatencySeconds,
        encoderBits,
        inertial,
        motionCapture,
        power,
        body,
        pushes,
        drives,
        rad);
  }

  /**
   * The realistic robot as one robot was measured: its motors, its latencies, and an inertial unit
   * whose mounting is known and therefore adds no bias to the angles.
   */
  public static SimulationProfile measured(
      DriveProfile drives, double commandLatencySeconds, double observationLatencySeconds) {
    SimulationProfile realistic = realistic();
    return new SimulationProfile(
        "measured",
        Range.of(observationLatencySeconds),
        Range.of(commandLatencySeconds),
        realistic.encoderBits,
        new InertialProfile(
            REALISTIC_INERTIAL.angleNoiseRad(),
            REALISTIC_INERTIAL.rateNoiseRadPerSec(),
            Range.of(0)),
        realistic.motionCapture,
        realistic.power,
        realistic.body,
        realistic.pushes,
        drives,
        START_JITTER_RAD);
  }

  /**
   * The realistic robot as one among many: motors of its own, commands up to 3 ms and observations
   * up to 5 ms later or earlier than usual.
   */
  public static SimulationProfile oneOfMany(RandomStream stream) {
    return measured(
        DriveProfile.random(stream),
        1e-3 * (2 + stream.nextInt(5)),
        1e-3 * (10 + stream.nextInt(11)));
  }

  /** This profile with other cameras. */
  public SimulationProfile withMotionCapture(MotionCaptureProfile cameras) {
    return new SimulationProfile(
        name,
        observationLatencySeconds,
        commandLatencySeconds,
        encoderBits,
        inertial,
        cameras,
        power,
        body,
        pushes,
        drives,
        startJitterRad);
  }

  /** This profile with another supply. */
  public SimulationProfile withPower(PowerProfile supply) {
    return new SimulationProfile(
        name,
        observationLatencySeconds,
        commandLatencySeconds,
        encoderBits,
        inertial,
        motionCapture,
        supply,
        body,
        pushes,
        drives,
        startJitterRad);
  }

  private static BodyProfile fixedBody() {
    return new BodyProfile(
        Range.of(1), Range.of(1), Range.of(RobotModel.nominal().footFriction()), Range.of(1));
  }

  private static void requireLatency(String name, String what, Range seconds) {
    if (!(seconds.low() >= 0 && seconds.high() <= LONGEST_LATENCY_SECONDS)) {
      throw new IllegalArgumentException(
          "%s: the %s latency must lie within 0 and %s s, not %s"
              .formatted(name, what, LONGEST_LATENCY_SECONDS, seconds));
    }
  }
}
