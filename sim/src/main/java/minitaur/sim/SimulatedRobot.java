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
import minitaur.sim.device.Pushes;
import minitaur.sim.dynamics.MinitaurDynamics;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.terrain.TerrainMix;
import org.jspecify.annotations.Nullable;

/**
 * The Minitaur behind the seam, computed. Time passes only in {@link #advanceTo} and {@link
 * #reset}, in steps of 1 ms; it begins at 0 and never goes back.
 *
 * <p>In every millisecond the position loop sets each motor's duty from its encoder (in the
 * profile's resolution, not delayed) and its true velocity at the millisecond's beginning, under
 * the command in effect; the torque that follows holds for the millisecond. What {@link #read}
 * gives was sampled on a millisecond, is old by the observation latency and says so in its capture
 * times. The velocity read is the true one; the torque read is what the current makes in a motor of
 * nominal strength.
 *
 * <p>The same profile, seed and calls give the same bits. The numbers come from the seed's streams
 * {@code simulator.start}, {@code simulator.randomization}, {@code simulator.imu}, {@code
 * simulator.mocap}, {@code simulator.pushes} and {@code simulator.terrain}. Not safe for use by
 * several threads.
 */
public final class SimulatedRobot implements Robot {
  /**
   * How long the hand holds the robot still at the start of an episode; every delay has run out by
   * then.
   */
  public static final long PLACING_NANOS = 100_000_000;

  private static final long STEP_NANOS = 1_000_000;
  private static final long PUSH_NANOS = 100_000_000;
  private static final double STEP_SECONDS = 1e-3;
  private static final int STATE_VERSION = 3;
  private static final double START_EXTENSION = 2.0;
  private static final double CLOSING_KD = 0.015;

  private final SimulationProfile profile;
  private final TerrainMix terrains;
  private final HiddenOffsets hiddenOffsets;
  private final boolean hasHiddenOffsets;
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
  private final Pushes pushes;
  private final PowerStage power;
  private final DelayLine samples;
  private final CommandDelay commands;

  private final MotorCommand active = new MotorCommand();
  private final MotorCommand resolved = new MotorCommand();
  private final double[] duty = new double[Motor.COUNT];
  private final double[] torque = new double[Motor.COUNT];
  private final double[] estimatedTorque = new double[Motor.COUNT];
  private long timeNanos = -PLACING_NANOS;
  private EpisodeConditions conditions;
  private TerrainMix.Draw terrainDraw;
  private MinitaurDynamics dynamics;
  private @Nullable GuidedMotion hand;
  private @Nullable StepObserver observer;

  /** A robot on flat ground. It stands ready for a first episode, at time 0. */
  public SimulatedRobot(SimulationProfile profile, long seed) {
    this(profile, TerrainMix.FLAT, seed);
  }

  /**
   * A robot on any ground. It stands ready for a first episode, at time 0.
   *
   * @param terrains one of them is drawn for each episode
   * @param seed of every stream of random numbers
   */
  public SimulatedRobot(SimulationProfile profile, TerrainMix terrains, long seed) {
    this(profile, terrains, null, seed);
  }

  /**
   * A robot with hidden calibration offsets, on any ground: what is read is raw, as on a board.
   *
   * @param terrains one of them is drawn for each episode
   * @param hiddenOffsets null for a robot without offsets
   * @param seed of every stream of random numbers
   */
  public SimulatedRobot(
      SimulationProfile profile,
      TerrainMix terrains,
      @Nullable HiddenOffsets hiddenOffsets,
      long seed) {
    this.profile = profile;
    this.terrains = terrains;
    hasHiddenOffsets = hiddenOffsets != null;
    this.hiddenOffsets = hiddenOffsets == null ? HiddenOffsets.none() : hiddenOffsets;
    drives = profile.drives();
    positionLatencyMillis = longestMillis(drives.positionLatencySeconds());
    startStream = RandomStream.of(seed, "simulator.start");
    conditionsStream = RandomStream.of(seed, "simulator.randomization");
    inertialStream = RandomStream.of(seed, "simulator.imu");
    motionCaptureStream = RandomStream.of(seed, "simulator.mocap");
    pushStream = RandomStream.of(seed, "simulator.pushes");
    terrainStream = RandomStream.of(seed, "simulator.terrain");
    encoder = new Encoder(profile.encoderBits());
    inertial = new InertialMeasurementUnit(profile.inertial(), this.hiddenOffsets.mounting());
    motionCapture = new MotionCapture(profile.motionCapture(), motionCaptureStream);
    pushes = new Pushes(profile.disturbances().pushes(), pushStream);
    power = new PowerStage(profile.power().pack());
    samples =
        new DelayLine(
            Math.max(
                longestMillis(profile.latency().observationSeconds().high()),
                positionLatencyMillis));
    commands = new CommandDelay(longestMillis(profile.latency().commandSeconds().high()));
    conditions = new EpisodeConditions(profile, conditionsStream);
    terrainDraw = terrains.draw(terrainStream);
    dynamics = new MinitaurDynamics(model(conditions), terrains.terrain(terrainDraw));
    place();
  }

  /**
   * Resets the robot for a new episode: its conditions are drawn, a charged battery is inserted,
   * the motors are off and have cooled for as long as the profile's rest takes, and the robot is
   * held still at its start. That takes {@link #PLACING_NANOS} of simulated time, in which sensors
   * and cameras see it stand: nothing that is read afterwards is older than the start. The rest
   * takes none. Allocates.
   */
  public void reset() {
    EpisodeConditions previous = conditions;
    conditions = new EpisodeConditions(profile, conditionsStream);
    hand = null;
    dynamics.setTrunkHeld(false);
    terrainDraw = terrains.draw(terrainStream);
    if (!hasSameBody(previous, conditions) || !terrains.isFlat()) {
      dynamics = new MinitaurDynamics(model(conditions), terrains.terrain(terrainDraw));
    }
    place();
  }

  /**
   * Lets time pass up to the first whole millisecond that is not before {@code target}; none when
   * that is past.
   */
  public void advanceTo(long target) {
    while (timeNanos < target) {
      step();
    }
  }

  /**
   * A hand takes the robot, leads it where it is to go and holds it there until {@link #letGo},
   * {@link #putOnStand} or {@link #reset}. Motors cannot move it meanwhile. {@link #save} knows
   * neither handling nor stands.
   */
  public void grasp(GuidedMotion motion) {
    hand = motion;
  }

  /** The hand lets go, and so does a stand: the robot stands, hangs or falls as it can. */
  public void letGo() {
    hand = null;
    dynamics.setTrunkHeld(false);
  }

  /** The hand lets go; the trunk stays where it is, on a stand, with free legs. */
  public void putOnStand() {
    hand = null;
    Arrays.fill(dynamics.state().velocity, 0);
    dynamics.setTrunkHeld(true);
  }

  /**
   * Pushes the trunk with a level force that lasts 0.1 s, in place of a push that goes on.
   *
   * @param newtonSecX impulse along the world's x axis, N s
   * @param newtonSecY impulse along the world's y axis, N s
   */
  public void push(double newtonSecX, double newtonSecY) {
    double seconds = PUSH_NANOS * 1e-9;
    pushes.push(newtonSecX / seconds, newtonSecY / seconds, timeNanos + PUSH_NANOS);
    dynamics.setTrunkForce(pushes.forceX(), pushes.forceY(), 0);
  }

  /**
   * Has {@code watching} called after every step, in place of any observer before; null for none.
   */
  public void observe(@Nullable StepObserver watching) {
    observer = watching;
  }

  /** Battery, motor drivers and windings, live. */
  public PowerStage power() {
    return power;
  }

  /** Simulated time, a whole number of milliseconds. */
  public long timeNanos() {
    return timeNanos;
  }

  /** The cameras. Poses are in the time of {@link #timeNanos}. */
  public PoseSource poses() {
    return motionCapture;
  }

  /**
   * The true state of the body, live. Ask again after {@link #reset} and {@link #restore}: it may
   * be another object.
   */
  public MultibodyState truth() {
    return dynamics.state();
  }

  /**
   * The physics, live. Ask again after {@link #reset} and {@link #restore}: it may be another
   * object.
   */
  public MinitaurDynamics dynamics() {
    return dynamics;
  }

  /** What the episode that goes on was drawn from. */
  public TerrainMix.Choice terrain() {
    return terrains.choices().get(terrainDraw.choice());
  }

  /** What was drawn for the episode that goes on. */
  public EpisodeConditions conditions() {
    return conditions;
  }

  @Override
  public void read(RobotState state) {
    state.set(samples.sample(conditions.observationLatencyMillis()));
    inertial.addNoise(state);
    if (hasHiddenOffsets) {
      hiddenOffsets.disguise(state);
    }
  }

  @Override
  public void write(MotorCommand command) {
    long effectiveNanos = timeNanos + conditions.commandLatencyMillis() * STEP_NANOS;
    if (!hasHiddenOffsets) {
      commands.send(command, effectiveNanos);
      return;
    }
    resolved.set(command);
    hiddenOffsets.resolve(resolved);
    commands.send(resolved, effectiveNanos);
  }

  /** Damps the motors at once. */
  @Override
  public void close() {
    commands.clear();
    active.mode = MotorCommand.Mode.DAMPING;
    active.kd = CLOSING_KD;
  }

  /**
   * Writes the whole state: a robot of the same profile and terrain that restores it goes on to the
   * bit alike.
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
   * Reads a state that {@link #save} wrote. Allocates.
   *
   * @throws IOException when it is another version's or another profile's
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
    conditions = new EpisodeConditions(in);
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
    dynamics = new MinitaurDynamics(model(conditions), terrains.terrain(terrainDraw));
    dynamics.restore(in);
  }

  private void place() {
    power.insert(conditions.batteryVolts());
    power.rest(profile.power().restSeconds(), profile.power().restCelsius());
    inertial.mount(conditions.rollBias(), conditions.pitchBias(), inertialStream);
    active.mode = MotorCommand.Mode.OFF;
    commands.clear();
    Arrays.fill(estimatedTorque, 0);
    dynamics.setTrunkForce(0, 0, 0);
    dynamics.stand(startAngles());
    motionCapture.jump(dynamics.state(), timeNanos);
    for (long end = timeNanos + PLACING_NANOS; timeNanos < end; ) {
      timeNanos += STEP_NANOS;
      sense();
    }
    pushes.restart(timeNanos);
  }

  private double[] startAngles() {
    double jitter = profile.disturbances().startJitterRad();
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      double swing = startStream.nextUniform(-jitter, jitter);
      double extension = START_EXTENSION + startStream.nextUniform(-jitter, jitter);
      angles[leg.rear().ordinal()] = FiveBarLeg.rear(swing, extension);
      angles[leg.front().ordinal()] = FiveBarLeg.front(swing, extension);
    }
    return angles;
  }

  private void step() {
    commands.receive(timeNanos, active);
    if (pushes.advance(timeNanos)) {
      dynamics.setTrunkForce(pushes.forceX(), pushes.forceY(), 0);
    }
    if (hand == null) {
      drive();
      dynamics.step(torque, STEP_SECONDS);
    } else {
      Arrays.fill(estimatedTorque, 0);
      power.step(duty, samples.sample(0).motorVelocityRadPerSec, true, STEP_SECONDS);
      hand.lead(timeNanos + STEP_NANOS, dynamics.state());
    }
    timeNanos += STEP_NANOS;
    sense();
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

  /** Sets the torques of the millisecond that begins. */
  private void drive() {
    RobotState sample = samples.sample(0);
    RobotState known = samples.sample(positionLatencyMillis);
    boolean off = active.mode == MotorCommand.Mode.OFF;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      duty[motor] =
          PdController.duty(
              active, motor, known.motorAngleRad[motor], known.motorVelocityRadPerSec[motor]);
    }
    power.step(duty, sample.motorVelocityRadPerSec, off, STEP_SECONDS);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      estimatedTorque[motor] = MotorModel.torque(power.current(motor));
      torque[motor] =
          conditions.motorStrength(motor) * drives.torqueRatio()[motor] * estimatedTorque[motor]
              - drives.friction(motor, sample.motorVelocityRadPerSec[motor]);
    }
  }

  /** Samples every sensor now. */
  private void sense() {
    MultibodyState truth = dynamics.state();
    RobotState sample = samples.advance();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sample.motorAngleRad[motor] = encoder.read(truth.motorAngle[motor]);
      sample.motorVelocityRadPerSec[motor] = truth.velocity[MultibodyState.FIRST_MOTOR + motor];
      sample.motorTorqueNm[motor] = estimatedTorque[motor];
      sample.motorTemperatureCelsius[motor] = power.windingCelsius(motor);
    }
    sample.encoderTimeNanos = timeNanos;
    inertial.sample(truth, timeNanos, sample);
    sample.batteryVoltage = power.battery().voltage();
    sample.energyJoules = power.battery().energyJoules();
    sample.connected = true;
    motionCapture.observe(truth, timeNanos);
  }

  private RobotModel model(EpisodeConditions conditions) {
    return RobotModel.nominal()
        .withRotorInertia(drives.rotorInertia())
        .withMassFactor(conditions.massFactor())
        .withInertiaFactor(conditions.inertiaFactor())
        .withFriction(conditions.friction())
        .withPayload(profile.body().payloadKg());
  }

  private static boolean hasSameBody(EpisodeConditions one, EpisodeConditions other) {
    return one.massFactor() == other.massFactor()
        && one.inertiaFactor() == other.inertiaFactor()
        && one.friction() == other.friction();
  }

  private static int longestMillis(double seconds) {
    return (int) Math.round(seconds * 1000);
  }
}
