package minitaur.sim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.motor.PdController;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.CommandDelay;
import minitaur.sim.device.DelayLine;
import minitaur.sim.device.Encoder;
import minitaur.sim.device.InertialMeasurementUnit;
import minitaur.sim.device.MotionCapture;
import minitaur.sim.device.MotorModel;
import minitaur.sim.device.PowerStage;
import minitaur.sim.device.PushDisturbance;
import minitaur.sim.dynamics.MinitaurDynamics;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.terrain.TerrainMix;
import org.jspecify.annotations.Nullable;

/**
 * Simulated Minitaur behind the {@link Robot} interface. Time advances only in {@link #advanceTo}
 * and {@link #reset}, in steps of 1 ms; it starts at 0 and never decreases.
 *
 * <p>In every step the position loop computes each motor's duty from the active command, the
 * encoder (at the profile's resolution) and the true velocity, both sampled at the beginning of the
 * step or earlier by the position-loop latency. The resulting torque is constant over the step.
 * {@link #read} returns a sample taken at a whole millisecond, delayed by the observation latency;
 * its capture times account for the delay. The reported velocity is the true one; the reported
 * torque is that of a motor of nominal strength at the actual current.
 *
 * <p>Bitwise deterministic: the same profile, seed and calls give the same results. Random numbers
 * come from the seed's streams {@code simulator.start}, {@code simulator.randomization}, {@code
 * simulator.imu}, {@code simulator.mocap}, {@code simulator.pushes} and {@code simulator.terrain}.
 * Not thread-safe.
 */
public final class SimulatedRobot implements Robot {
  /**
   * Time for which the robot is held still at the start of an episode; not shorter than any delay.
   */
  public static final long RESET_HOLD_NANOS = 100_000_000;

  private static final long STEP_NANOS = 1_000_000;
  private static final long PUSH_DURATION_NANOS = 100_000_000;
  private static final double STEP_SECONDS = 1e-3;
  private static final int STATE_VERSION = 3;
  private static final double DAMPING_KD = 0.015;

  private final SimulationProfile profile;
  private final TerrainMix terrains;
  private final @Nullable HiddenOffsets hiddenOffsets;
  private final DriveProfile drives;
  private final int positionLatencyMillis;

  private final RandomStream startStream;
  private final RandomStream conditionsStream;
  private final RandomStream inertialStream;
  private final RandomStream motionCaptureStream;
  private final RandomStream pushStream;
  private final RandomStream terrainStream;

  private final Encoder encoder;
  private final InertialMeasurementUnit inertial;
  private final MotionCapture motionCapture;
  private final PushDisturbance pushes;
  private final PowerStage power;
  private final DelayLine samples;
  private final CommandDelay commands;

  private final MotorCommand active = new MotorCommand();
  private final MotorCommand motorCommand = new MotorCommand();
  private final double[] duty = new double[Motor.COUNT];
  private final double[] torque = new double[Motor.COUNT];
  private final double[] estimatedTorque = new double[Motor.COUNT];
  private long timeNanos = -RESET_HOLD_NANOS;
  private EpisodeConditions conditions;
  private TerrainMix.Draw terrainDraw;
  private MinitaurDynamics dynamics;
  private @Nullable KinematicMotion activeMotion;
  private @Nullable StepObserver observer;

  /** A robot on flat ground, reset for a first episode at time 0. */
  public SimulatedRobot(SimulationProfile profile, long seed) {
    this(profile, TerrainMix.FLAT, seed);
  }

  /**
   * A robot on randomized terrain, reset for a first episode at time 0.
   *
   * @param terrains distribution from which each episode's terrain is drawn
   * @param seed seed of all random streams
   */
  public SimulatedRobot(SimulationProfile profile, TerrainMix terrains, long seed) {
    this(profile, terrains, null, seed);
  }

  /**
   * A robot with hidden calibration offsets on randomized terrain; it reports raw values, as a
   * board does.
   *
   * @param terrains distribution from which each episode's terrain is drawn
   * @param hiddenOffsets calibration offsets; null for none
   * @param seed seed of all random streams
   */
  public SimulatedRobot(
      SimulationProfile profile,
      TerrainMix terrains,
      @Nullable HiddenOffsets hiddenOffsets,
      long seed) {
    this.profile = profile;
    this.terrains = terrains;
    this.hiddenOffsets = hiddenOffsets;
    drives = profile.drives();
    positionLatencyMillis = toMillis(drives.positionLatencySeconds());
    startStream = RandomStream.of(seed, "simulator.start");
    conditionsStream = RandomStream.of(seed, "simulator.randomization");
    inertialStream = RandomStream.of(seed, "simulator.imu");
    motionCaptureStream = RandomStream.of(seed, "simulator.mocap");
    pushStream = RandomStream.of(seed, "simulator.pushes");
    terrainStream = RandomStream.of(seed, "simulator.terrain");
    encoder = new Encoder(profile.sensors().encoderBits());
    inertial =
        new InertialMeasurementUnit(
            profile.sensors().inertial(), hiddenOffsets == null ? null : hiddenOffsets.mounting());
    motionCapture = new MotionCapture(profile.sensors().motionCapture(), motionCaptureStream);
    pushes = new PushDisturbance(profile.episode().pushes(), pushStream);
    power = new PowerStage(profile.power().pack());
    samples =
        new DelayLine(
            Math.max(
                toMillis(profile.latency().observationSeconds().high()), positionLatencyMillis));
    commands = new CommandDelay(toMillis(profile.latency().commandSeconds().high()));
    conditions = EpisodeConditions.draw(profile, conditionsStream);
    terrainDraw = terrains.draw(terrainStream);
    dynamics = new MinitaurDynamics(model(conditions.body()), terrains.terrain(terrainDraw));
    holdAtStart();
  }

  /**
   * Resets the robot for a new episode: draws its conditions, inserts a charged battery, switches
   * the motors off, applies the profile's cooling time and holds the robot still at its start pose
   * for {@link #RESET_HOLD_NANOS} of simulated time. Sensors and cameras sample the robot
   * meanwhile, so no value read afterward predates the start pose. The cooling takes no simulated
   * time. Allocates.
   */
  public void reset() {
    EpisodeConditions previous = conditions;
    conditions = EpisodeConditions.draw(profile, conditionsStream);
    activeMotion = null;
    dynamics.setTrunkHeld(false);
    terrainDraw = terrains.draw(terrainStream);
    if (!conditions.body().equals(previous.body()) || !terrains.isFlat()) {
      dynamics = new MinitaurDynamics(model(conditions.body()), terrains.terrain(terrainDraw));
    }
    holdAtStart();
  }

  /**
   * Advances the simulation to the first whole millisecond at or after {@code target}; does nothing
   * if that has passed.
   */
  public void advanceTo(long target) {
    while (timeNanos < target) {
      step();
    }
  }

  /**
   * Moves the robot kinematically along {@code motion} and holds it at the target until {@link
   * #release}, {@link #putOnStand} or {@link #reset}. The motors have no effect meanwhile. {@link
   * #save} stores neither the motion nor the stand.
   */
  public void startMotion(KinematicMotion motion) {
    activeMotion = motion;
  }

  /** Releases the robot from any motion or stand; it moves freely. */
  public void release() {
    activeMotion = null;
    dynamics.setTrunkHeld(false);
  }

  /** Fixes the trunk at its current pose, as on a stand in the air; the legs move freely. */
  public void putOnStand() {
    activeMotion = null;
    Arrays.fill(dynamics.state().velocity, 0);
    dynamics.setTrunkHeld(true);
  }

  /**
   * Pushes the trunk with a horizontal force for 0.1 s; replaces an active push.
   *
   * @param newtonSecX impulse along the world's x axis, N s
   * @param newtonSecY impulse along the world's y axis, N s
   */
  public void push(double newtonSecX, double newtonSecY) {
    double seconds = PUSH_DURATION_NANOS * 1e-9;
    pushes.push(newtonSecX / seconds, newtonSecY / seconds, timeNanos + PUSH_DURATION_NANOS);
    dynamics.setTrunkForce(pushes.forceX(), pushes.forceY(), 0);
  }

  /** Sets the observer that is called after every step; null for none. */
  public void setObserver(@Nullable StepObserver newObserver) {
    observer = newObserver;
  }

  /** Battery, motor drivers and windings; a live object. */
  public PowerStage power() {
    return power;
  }

  /** Simulated time, a whole number of milliseconds. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Motion capture. Poses are stamped in the time of {@link #timeNanos}. */
  public PoseSource poses() {
    return motionCapture;
  }

  /**
   * Ground-truth state of the body; a live object. {@link #reset} and {@link #restore} may replace
   * it.
   */
  public MultibodyState groundTruth() {
    return dynamics.state();
  }

  /** Multibody dynamics; a live object. {@link #reset} and {@link #restore} may replace it. */
  public MinitaurDynamics dynamics() {
    return dynamics;
  }

  /** Randomized conditions of the current episode. */
  public EpisodeConditions conditions() {
    return conditions;
  }

  @Override
  public void read(RobotState state) {
    state.set(samples.sample(conditions.observationLatencyMillis()));
    inertial.addNoise(state);
    if (hiddenOffsets != null) {
      hiddenOffsets.toRaw(state);
    }
  }

  @Override
  public void write(MotorCommand command) {
    long effectiveNanos = timeNanos + conditions.commandLatencyMillis() * STEP_NANOS;
    if (hiddenOffsets == null) {
      commands.send(command, effectiveNanos);
      return;
    }
    motorCommand.set(command);
    hiddenOffsets.fromRaw(motorCommand);
    commands.send(motorCommand, effectiveNanos);
  }

  /** Switches the motors to damping immediately. */
  @Override
  public void close() {
    commands.clear();
    active.mode = MotorCommand.Mode.DAMPING;
    active.kd = DAMPING_KD;
  }

  /**
   * Writes the whole state. A robot of the same profile and terrain that restores it continues
   * bitwise identically.
   */
  public void save(DataOutput out) throws IOException {
    out.writeInt(STATE_VERSION);
    out.writeUTF(profile.name());
    out.writeLong(timeNanos);
    conditions.save(out);
    startStream.save(out);
    conditionsStream.save(out);
    inertialStream.save(out);
    motionCaptureStream.save(out);
    pushStream.save(out);
    inertial.save(out);
    motionCapture.save(out);
    pushes.save(out);
    power.save(out);
    samples.save(out);
    commands.save(out);
    active.save(out);
    terrainStream.save(out);
    out.writeInt(terrainDraw.choice());
    out.writeLong(terrainDraw.seed());
    dynamics.save(out);
  }

  /**
   * Restores a state that {@link #save} wrote and ends any motion or stand. Allocates.
   *
   * @throws IOException if it has another version or another profile
   */
  public void restore(DataInput in) throws IOException {
    int version = in.readInt();
    if (version != STATE_VERSION) {
      throw new IOException(
          "the saved simulator has version %d, this one reads %d"
              .formatted(version, STATE_VERSION));
    }
    String name = in.readUTF();
    if (!name.equals(profile.name())) {
      throw new IOException(
          "the saved simulator has profile '%s', this one '%s'".formatted(name, profile.name()));
    }
    timeNanos = in.readLong();
    conditions = EpisodeConditions.restore(in);
    startStream.restore(in);
    conditionsStream.restore(in);
    inertialStream.restore(in);
    motionCaptureStream.restore(in);
    pushStream.restore(in);
    inertial.restore(in);
    motionCapture.restore(in);
    pushes.restore(in);
    power.restore(in);
    samples.restore(in);
    commands.restore(in);
    active.restore(in);
    terrainStream.restore(in);
    terrainDraw = new TerrainMix.Draw(in.readInt(), in.readLong());
    activeMotion = null;
    dynamics = new MinitaurDynamics(model(conditions.body()), terrains.terrain(terrainDraw));
    dynamics.restore(in);
  }

  private void holdAtStart() {
    power.insert(conditions.batteryVolts());
    power.coolDown(profile.power().restSeconds(), profile.power().restCelsius());
    inertial.resetEpisode(conditions.rollBiasRad(), conditions.pitchBiasRad(), inertialStream);
    active.mode = MotorCommand.Mode.OFF;
    commands.clear();
    Arrays.fill(estimatedTorque, 0);
    dynamics.setTrunkForce(0, 0, 0);
    dynamics.resetStanding(startAngles());
    motionCapture.resetPose(dynamics.state(), timeNanos);
    for (long end = timeNanos + RESET_HOLD_NANOS; timeNanos < end; ) {
      timeNanos += STEP_NANOS;
      sampleSensors();
    }
    pushes.restart(timeNanos);
  }

  private double[] startAngles() {
    double jitter = profile.episode().startJitterRad();
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      double swing = startStream.nextUniform(-jitter, jitter);
      double extension =
          profile.episode().startExtensionRad() + startStream.nextUniform(-jitter, jitter);
      angles[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      angles[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
    return angles;
  }

  private void step() {
    commands.receive(timeNanos, active);
    if (pushes.advance(timeNanos)) {
      dynamics.setTrunkForce(pushes.forceX(), pushes.forceY(), 0);
    }
    if (activeMotion == null) {
      computeTorques();
      dynamics.step(torque, STEP_SECONDS);
    } else {
      Arrays.fill(estimatedTorque, 0);
      power.step(duty, samples.sample(0).motorVelocityRadPerSec, true, STEP_SECONDS);
      activeMotion.apply(timeNanos + STEP_NANOS, dynamics.state());
    }
    timeNanos += STEP_NANOS;
    sampleSensors();
    if (observer != null) {
      observer.step(samples.sample(0), power, feetOnGround());
    }
  }

  private int feetOnGround() {
    int feet = 0;
    for (int leg = 0; leg < Leg.COUNT; leg++) {
      feet |= dynamics.footInContact(Leg.of(leg)) ? 1 << leg : 0;
    }
    return feet;
  }

  /** Computes the torques of the coming step. */
  private void computeTorques() {
    RobotState sample = samples.sample(0);
    RobotState delayedSample = samples.sample(positionLatencyMillis);
    boolean off = active.mode == MotorCommand.Mode.OFF;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      duty[motor] =
          PdController.duty(
              active,
              motor,
              delayedSample.motorAngleRad[motor],
              delayedSample.motorVelocityRadPerSec[motor]);
    }
    power.step(duty, sample.motorVelocityRadPerSec, off, STEP_SECONDS);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      estimatedTorque[motor] = MotorModel.torque(power.current(motor));
      torque[motor] =
          conditions.motorStrength()[motor] * drives.torqueRatio()[motor] * estimatedTorque[motor]
              - drives.friction(motor, sample.motorVelocityRadPerSec[motor]);
    }
  }

  /** Samples every sensor at the current time. */
  private void sampleSensors() {
    MultibodyState groundTruth = dynamics.state();
    RobotState sample = samples.advance();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sample.motorAngleRad[motor] = encoder.read(groundTruth.motorAngle[motor]);
      sample.motorVelocityRadPerSec[motor] =
          groundTruth.velocity[MultibodyState.FIRST_MOTOR + motor];
      sample.motorTorqueNm[motor] = estimatedTorque[motor];
      sample.motorTemperatureCelsius[motor] = power.windingCelsius(motor);
    }
    sample.encoderTimeNanos = timeNanos;
    inertial.sample(groundTruth, timeNanos, sample);
    sample.batteryVoltage = power.battery().voltage();
    sample.energyJoules = power.battery().energyJoules();
    sample.connected = true;
    motionCapture.update(groundTruth, timeNanos);
  }

  private RobotModel model(EpisodeConditions.Body body) {
    return RobotModel.nominal()
        .withRotorInertia(drives.rotorInertia())
        .scaled(body.massFactor(), body.inertiaFactor())
        .withFriction(body.friction())
        .withPayload(profile.body().payloadKg());
  }

  private static int toMillis(double seconds) {
    return (int) Math.round(seconds * 1000);
  }
}
