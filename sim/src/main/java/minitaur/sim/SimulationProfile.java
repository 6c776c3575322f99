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
 * Latencies, sensor errors, actuation and randomization of the simulated robot. Ranges are drawn
 * anew for every episode. Unless noted otherwise, the values are those of the walking task's table,
 * row "profiles".
 *
 * @param name name of the profile
 * @param latency latencies between robot and controller
 * @param sensors encoders, IMU, motion capture
 * @param power power supply and cooling of the motors
 * @param body masses, friction, motor strength
 * @param drives properties of this robot's motors, constant across episodes
 * @param episode start pose and pushes of the trunk
 */
public record SimulationProfile(
    String name,
    Latency latency,
    Sensors sensors,
    PowerProfile power,
    BodyProfile body,
    DriveProfile drives,
    Episode episode) {

  /**
   * Latencies, rounded to whole milliseconds.
   *
   * @param observationSeconds age of the state that {@link minitaur.hal.Robot#read} returns
   * @param commandSeconds delay from {@link minitaur.hal.Robot#write} to the motors
   */
  public record Latency(Range observationSeconds, Range commandSeconds) {
    /** No latency. */
    public static final Latency NONE = new Latency(Range.of(0), Range.of(0));
  }

  /**
   * Sensors.
   *
   * @param encoderBits resolution of the motor angles over a turn, for both the position loop and
   *     the host; 0 for exact
   * @param inertial the IMU
   * @param motionCapture motion capture
   */
  public record Sensors(
      int encoderBits, InertialProfile inertial, MotionCaptureProfile motionCapture) {}

  /**
   * An episode.
   *
   * @param startExtensionRad extension of each leg in the start pose, where its swing is 0
   * @param startJitterRad half width of the uniform noise on each leg's swing and extension in the
   *     start pose
   * @param pushes pushes of the trunk
   */
  public record Episode(double startExtensionRad, double startJitterRad, PushProfile pushes) {}

  /** Max latency that can be simulated, s. */
  public static final double MAX_LATENCY_SECONDS = 0.1;

  private static final Episode NO_PUSHES = new Episode(2, 0.05, PushProfile.NONE);

  private static final Sensors REALISTIC_SENSORS =
      new Sensors(
          12,
          new InertialProfile(0.01, 0.05, new Range(-0.02, 0.02)),
          new MotionCaptureProfile(120, 1e-4, 5.4e-3));

  private static final PowerProfile REALISTIC_POWER = PowerProfile.ideal(new Range(14.8, 16.8));

  private static final Range REALISTIC_COMMAND_LATENCY = Range.of(0.003);

  public SimulationProfile {
    requireLatency(name, "observation", latency.observationSeconds);
    requireLatency(name, "command", latency.commandSeconds);
    if (!(episode.startExtensionRad >= 0 && episode.startExtensionRad <= Math.PI)) {
      throw new IllegalArgumentException(
          "%s: the start's extension must be between 0 and pi rad, not %s"
              .formatted(name, episode.startExtensionRad));
    }
    if (!(episode.startJitterRad >= 0)) {
      throw new IllegalArgumentException(
          "%s: the start's jitter must be at least 0 rad, not %s"
              .formatted(name, episode.startJitterRad));
    }
  }

  /** No latency, no noise, 16 V, the nominal body; exact poses every millisecond without delay. */
  public static SimulationProfile nominal() {
    return new SimulationProfile(
        "nominal",
        Latency.NONE,
        new Sensors(
            0, new InertialProfile(0, 0, Range.of(0)), new MotionCaptureProfile(1000, 0, 0)),
        PowerProfile.ideal(Range.of(16)),
        fixedBody(),
        DriveProfile.nominal(),
        NO_PUSHES);
  }

  /** The latencies, resolutions and noise of a laboratory robot. */
  public static SimulationProfile realistic() {
    return new SimulationProfile(
        "realistic",
        new Latency(Range.of(0.015), REALISTIC_COMMAND_LATENCY),
        REALISTIC_SENSORS,
        REALISTIC_POWER,
        fixedBody(),
        DriveProfile.nominal(),
        NO_PUSHES);
  }

  /**
   * The realistic robot with a randomized body. The observation latency varies over the range used
   * by Tan et al. 2018. Strength is drawn separately for each motor, which is harder for a policy
   * than one common factor. The pushes are moderate and our own choice: every 2 s on average, for
   * 0.1 s, up to 15 N, which changes the velocity by up to 0.2 m/s.
   */
  public static SimulationProfile randomized() {
    return new SimulationProfile(
        "randomized",
        new Latency(new Range(0, 0.040), REALISTIC_COMMAND_LATENCY),
        REALISTIC_SENSORS,
        REALISTIC_POWER,
        new BodyProfile(
            new Range(0.8, 1.2), new Range(0.5, 1.5), new Range(0.5, 1.25), new Range(0.8, 1.2)),
        DriveProfile.nominal(),
        new Episode(
            NO_PUSHES.startExtensionRad, NO_PUSHES.startJitterRad, new PushProfile(2, 0.1, 15)));
  }

  /**
   * Returns the profile with the given name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the choices
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

  /** Returns a copy with another name, other latencies, another body and other motors. */
  public SimulationProfile with(
      String changedName, Latency changed, BodyProfile changedBody, DriveProfile changedDrives) {
    return new SimulationProfile(
        changedName, changed, sensors, power, changedBody, changedDrives, episode);
  }

  /** Returns a copy with another start jitter. */
  public SimulationProfile withStartJitter(double rad) {
    return with(new Episode(episode.startExtensionRad, rad, episode.pushes));
  }

  /** Returns a copy with another start pose or other pushes. */
  public SimulationProfile with(Episode changed) {
    return new SimulationProfile(name, latency, sensors, power, body, drives, changed);
  }

  /**
   * The realistic profile with the measured motors and latencies of one robot. Its IMU mounting is
   * calibrated and therefore adds no angle bias.
   */
  public static SimulationProfile measured(
      DriveProfile drives, double commandLatencySeconds, double observationLatencySeconds) {
    SimulationProfile realistic = realistic();
    InertialProfile inertial = realistic.sensors.inertial;
    return new SimulationProfile(
        "measured",
        new Latency(Range.of(observationLatencySeconds), Range.of(commandLatencySeconds)),
        new Sensors(
            realistic.sensors.encoderBits,
            new InertialProfile(
                inertial.angleNoiseRad(), inertial.rateNoiseRadPerSec(), Range.of(0)),
            realistic.sensors.motionCapture),
        realistic.power,
        realistic.body,
        drives,
        realistic.episode);
  }

  /**
   * Draws one robot of a population: the realistic profile with random motors, a command latency of
   * 2 to 6 ms and an observation latency of 10 to 20 ms.
   */
  public static SimulationProfile randomRobot(RandomStream stream) {
    return measured(
        DriveProfile.random(stream),
        1e-3 * (2 + stream.nextInt(5)),
        1e-3 * (10 + stream.nextInt(11)));
  }

  /** Returns a copy with another motion capture. */
  public SimulationProfile withMotionCapture(MotionCaptureProfile newMotionCapture) {
    return new SimulationProfile(
        name,
        latency,
        new Sensors(sensors.encoderBits, sensors.inertial, newMotionCapture),
        power,
        body,
        drives,
        episode);
  }

  /** Returns a copy with another power supply. */
  public SimulationProfile withPower(PowerProfile supply) {
    return new SimulationProfile(name, latency, sensors, supply, body, drives, episode);
  }

  private static BodyProfile fixedBody() {
    return new BodyProfile(
        Range.of(1), Range.of(1), Range.of(RobotModel.nominal().friction().foot()), Range.of(1));
  }

  private static void requireLatency(String name, String quantity, Range seconds) {
    if (!(seconds.low() >= 0 && seconds.high() <= MAX_LATENCY_SECONDS)) {
      throw new IllegalArgumentException(
          "%s: the %s latency must be between 0 and %s s, not %s"
              .formatted(name, quantity, MAX_LATENCY_SECONDS, seconds));
    }
  }
}
