package minitaur.hal.serial;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.DisconnectedRobot;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.loop.Latest;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.motor.GuardLimit;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorProtection;
import minitaur.hal.motor.PdController;
import minitaur.hal.motor.ProtectionLimit;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.motor.VelocityEstimator;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.LinkCommand;
import minitaur.hal.wire.RawState;
import org.jspecify.annotations.Nullable;

/**
 * Position loop of a robot on a serial port. Each tick reads the newest raw state, runs
 * calibration, velocity filter, arm sequence, guard, position law and protection, and sends a
 * command. The thread that calls {@link #tick} owns the port; one other thread reads and writes
 * without a lock. A tick allocates nothing except in jSSC and on errors.
 *
 * <p>Torque is enabled only once per {@link ArmPermit} of this loop. The permit is revoked by a
 * restart of the board, a lost link, an implausible encoder or a fault that the board reports.
 */
public final class BoardLoop {
  /**
   * Max target rate during the soft start, because the legs of a robot on the ground may be far
   * outside their range.
   */
  private static final double SOFT_START_RAD_PER_SEC = 3;

  /** Max tilt, rad, at which the robot stands on its feet after the soft start. */
  private static final double MAX_TILT_RAD = 0.8;

  private static final int ALL_MOTORS = (1 << Motor.COUNT) - 1;

  private final Clock clock;
  private final BoardCodec codec;
  private final RobotCalibration calibration;
  private final JointMap joints;
  private final SerialRobotSettings settings;
  private final BoardPort port;
  private final ArmSequence sequence;
  private final MotorGuard guard;
  private MotorGuard startGuard;
  private final MotorProtection protection;
  private final VelocityEstimator velocity;
  private final BoardClock boardClock = new BoardClock();
  private final LoopTiming inToOut = new LoopTiming();

  private final Latest<RobotState> states = new Latest<>(BoardLoop::unknownState);
  private final Latest<RawState> rawStates = new Latest<>(RawState::new);
  private final Latest<TimedCommand> commands = new Latest<>(TimedCommand::new);
  private final RobotState state = unknownState();
  private final MotorCommand target = new MotorCommand();
  private final BoardCommand order = new BoardCommand();
  private final double[] duty = new double[Motor.COUNT];
  private boolean hasBoot;
  private int fresh;
  private long obeyedNanos;

  private final ArmAuthority authority = new ArmAuthority();
  private final AtomicReference<@Nullable ArmPermit> armRequest = new AtomicReference<>();
  private final AtomicReference<@Nullable String> stopRequest = new AtomicReference<>();
  private @Nullable ArmPermit preparedFor;
  private @Nullable ArmPermit active;
  private volatile String limitedBy = "";
  private volatile String boardFault = "";
  private boolean faulty;
  private long obeyedOffNanos;
  private long limitsSeen;

  /**
   * @param port port of the board
   * @param baudRate bit/s; 0 for the board's default
   * @param clock clock of the times passed to this loop
   */
  public BoardLoop(
      SerialPortSource port,
      int baudRate,
      BoardCodec codec,
      RobotCalibration calibration,
      SerialRobotSettings settings,
      Clock clock) {
    this.clock = clock;
    this.codec = codec;
    this.calibration = calibration;
    this.settings = settings;
    joints = calibration.joints();
    this.port =
        new BoardPort(
            port,
            codec,
            baudRate == 0 ? codec.traits().defaultBaudRate() : baudRate,
            settings.timing().frameTimeoutNanos());
    sequence = new ArmSequence(settings);
    guard = new MotorGuard(settings.guard());
    startGuard = newStartGuard();
    protection =
        new MotorProtection(
            settings.protection(), codec.traits().keeps(BoardPromise.WINDING_TEMPERATURE));
    velocity = new VelocityEstimator(settings.velocityMemorySeconds());
    order.watchdogMillis =
        (int)
            Math.min(
                settings.timing().commandTimeoutNanos() / 1_000_000,
                LinkCommand.LONGEST_WATCHDOG_MILLIS);
  }

  /**
   * Receives arrived data ahead of the tick that uses it. Call from the thread that calls {@link
   * #tick}.
   *
   * @param now current host time
   * @return number of times that states have arrived since the last tick
   */
  public int poll(long now) {
    if (port.receive(now)) {
      fresh++;
      take(port.sample(), now);
    }
    return fresh;
  }

  /**
   * Whether the ticks can be aligned with the board's states: the board streams states, and the
   * tick period is a multiple of their period.
   */
  public boolean canFollowStates() {
    long period = codec.traits().statePeriodNanos();
    return period > 0 && settings.periodNanos() % period == 0;
  }

  /**
   * Runs one tick.
   *
   * @param now current host time
   */
  public void tick(long now) {
    boolean hasState = poll(now) > 0;
    fresh = 0;
    boolean alive = port.isAlive(now) && isRecent(state.encoderTimeNanos, now);
    if (alive) {
      sequence.linkFound();
    } else if (sequence.phase() != ArmPhase.UNCONNECTED) {
      String reason = lossReason();
      revokePermits(reason);
      sequence.linkLost(reason);
      hasBoot = false;
    }
    if (hasState) {
      checkBoard(now);
    }
    obeyOperator(now);
    commands.poll();
    sequence.step(now, commands.value(), target);
    (isStarting() ? startGuard : guard).apply(target, state, now);
    if (hasState) {
      protect(now);
    }
    fillOrder();
    port.send(order, now);
    if (hasState && alive) {
      inToOut.record(clock.nanos() - state.encoderTimeNanos);
    }
    endPermit();
    noteLimits();
    publish(alive, now);
  }

  /** Same as {@link minitaur.hal.Robot#read}. Call from one thread. */
  public void read(RobotState out) {
    states.poll();
    out.set(states.value());
  }

  /**
   * Same as {@link minitaur.hal.wire.RawSensors#readRaw}. Call from the thread that calls {@link
   * #read}.
   */
  public void readRaw(RawState out) {
    rawStates.poll();
    out.set(rawStates.value());
  }

  /** Same as {@link minitaur.hal.Robot#write}. Call from one thread. */
  public void write(MotorCommand command, long now) {
    TimedCommand slot = commands.slot();
    slot.command.set(command);
    slot.timeNanos = now;
    commands.publish();
  }

  /**
   * Issues a permit to enable torque once. Call only after the operator has confirmed that the
   * robot may move. Thread-safe.
   *
   * @return the permit, already revoked if the link is lost
   */
  public ArmPermit issuePermit() {
    ArmPermit permit = authority.issue();
    if (sequence.phase() == ArmPhase.UNCONNECTED && port.samples() > 0) {
      permit.revoke(sequence.reason());
    }
    return permit;
  }

  /**
   * Requests the soft start. {@link #phase} shows whether it has begun; if it cannot begin, the
   * permit is revoked with the reason. Thread-safe.
   */
  public void requestArm(ArmPermit permit) {
    armRequest.set(permit);
  }

  /** Damps the motors, then switches them off. Thread-safe. */
  public void requestStop(String reason) {
    stopRequest.set(reason);
  }

  /** Phase of the arm sequence. Thread-safe. */
  public ArmPhase phase() {
    return sequence.phase();
  }

  /** Status for the operator. Thread-safe; allocates. */
  public SerialStatus status() {
    return new SerialStatus(
        sequence.phase(),
        sequence.reason(),
        port.problem(),
        limitedBy,
        boardFault,
        new SerialStatus.Counts(
            port.samples(), port.lost(), port.damaged(), port.opened(), port.held()));
  }

  /** Age of the newest encoder sample when the command based on it has been sent. */
  public LoopTiming sampleToCommand() {
    return inToOut;
  }

  /**
   * Time from a command to the first state that acknowledges it, if the board sends
   * acknowledgements.
   */
  public LoopTiming roundTrip() {
    return port.roundTrip();
  }

  /**
   * Closes the port. Call from the thread that calls {@link #tick}, or from any thread after the
   * last tick.
   */
  public void closePort() {
    port.close();
  }

  private void take(BoardSample sample, long now) {
    boolean restarted = sample.bootId != order.bootId || !hasBoot;
    if (restarted) {
      if (hasBoot) {
        fail("the board restarted; check the robot and arm it again", now);
      }
      hasBoot = true;
      order.bootId = sample.bootId;
      boardClock.restart();
      velocity.restart();
      obeyedOffNanos = now;
    }
    RawState raw = sample.values;
    calibration.apply(raw, state);
    if (sample.boardTimeNanos != BoardSample.NEVER) {
      boardClock.observe(sample.boardTimeNanos, now);
      state.encoderTimeNanos = hostTime(raw.encoderTimeNanos);
      state.imuTimeNanos = hostTime(raw.imuTimeNanos);
    } else {
      state.encoderTimeNanos = raw.encoderTimeNanos;
      state.imuTimeNanos = raw.imuTimeNanos;
    }
    if (state.encoderTimeNanos != BoardSample.NEVER) {
      velocity.update(state.motorAngleRad, state.encoderTimeNanos);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorVelocityRadPerSec[motor] = velocity.velocity(motor);
    }
  }

  private long hostTime(long boardNanos) {
    return boardNanos == BoardSample.NEVER ? BoardSample.NEVER : boardClock.host(boardNanos);
  }

  /** Checks the faults and acknowledgements that the board reports. */
  private void checkBoard(long now) {
    BoardSample sample = port.sample();
    noteFault(sample, now);
    boolean drives = sequence.phase().isDriving() && sequence.phase() != ArmPhase.STOPPING;
    if (drives && sample.watchdogTripped) {
      fail("the board's watchdog tripped: no command reached it in time", now);
    }
    if (drives && sample.faulty) {
      fail(complaint(), now);
    }
    boolean ordered = order.mode != BoardCommand.Mode.OFF && order.offMotors != ALL_MOTORS;
    boolean acknowledges = codec.traits().keeps(BoardPromise.ACKNOWLEDGEMENT);
    if (!drives || !ordered || !acknowledges || sample.driving) {
      obeyedNanos = now;
    } else if (now - obeyedNanos > settings.timing().commandTimeoutNanos()) {
      fail("the board does not drive its motors although it is commanded to", now);
    }
  }

  private String complaint() {
    String complaint = codec.complaint();
    return complaint == null ? "the board reports a fault" : complaint;
  }

  /** Stores the board's fault for the operator. The text is created once per fault. */
  private void noteFault(BoardSample sample, long now) {
    if (order.mode != BoardCommand.Mode.OFF || !sample.driving) {
      obeyedOffNanos = now;
    }
    boolean disobeys = now - obeyedOffNanos > settings.timing().commandTimeoutNanos();
    if ((sample.faulty || disobeys) != faulty) {
      faulty = !faulty;
      boardFault =
          !faulty
              ? ""
              : sample.faulty
                  ? complaint()
                  : "the board reports driven motors although it is commanded to switch them off";
    }
  }

  /** Ends motion because of a fault; enabling torque then requires a new permit. */
  private void fail(String reason, long now) {
    ArmPermit permit = authority.current();
    if (permit != null && permit.isValid()) {
      sequence.refuse(reason);
    }
    revokePermits(reason);
    if (sequence.phase() == ArmPhase.FOLLOWING && hasBoot && port.sample().bootId == order.bootId) {
      sequence.stop(reason, now);
    } else {
      sequence.cut(reason);
    }
  }

  /** Revokes the permit in use and any permit issued since. */
  private void revokePermits(String reason) {
    ArmPermit inUse = active;
    if (inUse != null) {
      inUse.revoke(reason);
    }
    authority.revoke(reason);
  }

  private void protect(long now) {
    boolean stopped = protection.isStopped();
    ProtectionLimit stop = protection.check(state, target, isGentle());
    boolean stopping = sequence.phase() == ArmPhase.STOPPING;
    if (stop != null && (!stopped || (sequence.phase().isDriving() && !stopping))) {
      fail(protection.reason(), now);
      sequence.step(now, commands.value(), target);
    }
    boolean drives = sequence.phase().isDriving() && sequence.phase() != ArmPhase.STOPPING;
    if (protection.offMotors() != 0 && !keepsMotorDisable() && drives) {
      sequence.stop(
          protection.reason() + "; this board cannot switch off single motors: all are off", now);
      sequence.step(now, commands.value(), target);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorTemperatureCelsius[motor] =
          protection.windingCelsius(motor, state.motorTemperatureCelsius[motor]);
    }
  }

  private String lossReason() {
    String problem = port.problem();
    return problem.isEmpty()
        ? "link lost: no frame for %d ms"
            .formatted(settings.timing().frameTimeoutNanos() / 1_000_000)
        : "link lost: " + problem;
  }

  private void obeyOperator(long now) {
    String stopReason = stopRequest.getAndSet(null);
    ArmPermit requested = armRequest.getAndSet(null);
    if (stopReason != null) {
      sequence.stop(stopReason, now);
      if (requested != null) {
        requested.revoke(stopReason);
      }
    }
    ArmPermit permit = authority.current();
    if (permit != preparedFor && !sequence.phase().isDriving()) {
      // The operator has checked the robot: faults from now on revoke the permit.
      preparedFor = permit;
      protection.rearm();
    }
    if (requested == null || !requested.isValid()) {
      return;
    }
    String objection = armObjection(now);
    if (objection == null && !authority.redeem(requested)) {
      objection = "the permit to arm was used already";
    }
    if (objection != null) {
      requested.revoke(objection);
      sequence.refuse("not armed: " + objection);
      return;
    }
    startGuard = newStartGuard();
    active = requested;
    obeyedNanos = now;
    sequence.arm(state, now);
  }

  /**
   * Reason why the robot cannot be armed; null if it can be. Allocates only if there is a reason.
   */
  private @Nullable String armObjection(long now) {
    if (sequence.phase() == ArmPhase.UNCONNECTED) {
      return sequence.reason();
    }
    if (sequence.phase() != ArmPhase.IDLE) {
      return "it is " + sequence.phase();
    }
    if (joints.isIdentity() && !settings.allowUncalibrated()) {
      return "zeros and directions of this robot are not calibrated; calibrate it, or allow torque"
          + " without calibration (for an emulated board only)";
    }
    if (port.sample().faulty) {
      return complaint();
    }
    String encoders = EncoderCheck.objection(state.motorAngleRad);
    if (encoders != null) {
      return encoders;
    }
    if (protection.offMotors() != 0) {
      return protection.reason();
    }
    boolean hasTilt =
        isRecent(state.imuTimeNanos, now) && Double.isFinite(state.rollRad + state.pitchRad);
    if (codec.traits().keeps(BoardPromise.ATTITUDE) && !hasTilt) {
      return "the IMU does not report the tilt; check it";
    }
    // Without an IMU only the operator can judge the tilt.
    if (Math.abs(state.rollRad) > MAX_TILT_RAD || Math.abs(state.pitchRad) > MAX_TILT_RAD) {
      return "the robot lies on its side or back; put it on its belly";
    }
    return null;
  }

  /** Ends the permit when the motion that it enabled has ended. */
  private void endPermit() {
    ArmPermit permit = active;
    ArmPhase phase = sequence.phase();
    if (permit != null && (!phase.isDriving() || phase == ArmPhase.STOPPING)) {
      permit.end(sequence.reason());
      active = null;
    }
  }

  private boolean isStarting() {
    return sequence.phase() == ArmPhase.STARTING;
  }

  /** Whether the legs move no faster than during the soft start or when moved by hand. */
  private boolean isGentle() {
    return sequence.phase() != ArmPhase.FOLLOWING && sequence.phase() != ArmPhase.STOPPING;
  }

  private boolean keepsMotorDisable() {
    return codec.traits().keeps(BoardPromise.MOTOR_DISABLE);
  }

  /**
   * Creates a guard for one soft start: the first command of a guard starts from the motor angles.
   */
  private MotorGuard newStartGuard() {
    double rate = Math.min(settings.guard().maximumTargetRateRadPerSec(), SOFT_START_RAD_PER_SEC);
    return new MotorGuard(settings.guard().withTargetRate(rate));
  }

  /** Converts the target to the board's command. */
  private void fillOrder() {
    order.kp = target.kp;
    order.kd = target.kd;
    // A board that can only switch off all motors together damps them first.
    order.offMotors =
        keepsMotorDisable() ? protection.offMotors() : protection.implausibleEncoders();
    switch (target.mode) {
      case OFF -> order.mode = BoardCommand.Mode.OFF;
      case DAMPING -> order.mode = BoardCommand.Mode.DAMPING;
      case POSITION -> {
        if (codec.traits().keeps(BoardPromise.POSITION_CONTROL)) {
          order.mode = BoardCommand.Mode.POSITION;
          for (int motor = 0; motor < Motor.COUNT; motor++) {
            order.value[motor] = joints.raw(motor, target.targetAngleRad[motor]);
          }
        } else {
          order.mode = BoardCommand.Mode.DUTY;
          fillDuties();
        }
        return;
      }
    }
    Arrays.fill(order.value, 0);
  }

  private void fillDuties() {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      duty[motor] =
          PdController.duty(
              target, motor, state.motorAngleRad[motor], state.motorVelocityRadPerSec[motor]);
    }
    protection.limit(duty, state);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean known = Double.isFinite(duty[motor]);
      order.value[motor] = known ? joints.turn(motor, duty[motor]) : 0;
      order.offMotors |= known ? 0 : 1 << motor;
    }
  }

  /** Updates the text only when another limit acts, not each time that a limit acts. */
  private void noteLimits() {
    long seen = 0;
    for (int limit = 0; limit < ProtectionLimit.COUNT; limit++) {
      seen |= protection.count(ProtectionLimit.of(limit)) > 0 ? 1L << limit : 0;
    }
    for (int limit = 0; limit < GuardLimit.COUNT; limit++) {
      seen |= guard.count(GuardLimit.of(limit)) > 0 ? 1L << (limit + ProtectionLimit.COUNT) : 0;
    }
    if (seen != limitsSeen) {
      boolean byProtection = (seen ^ limitsSeen) < 1L << ProtectionLimit.COUNT;
      limitsSeen = seen;
      limitedBy = byProtection ? protection.reason() : guard.reason();
    }
  }

  private void publish(boolean alive, long now) {
    publishRaw(alive, now);
    RobotState slot = states.slot();
    slot.set(state);
    slot.connected = alive;
    if (!isRecent(state.imuTimeNanos, now)) {
      slot.rollRad = Double.NaN;
      slot.pitchRad = Double.NaN;
      slot.angularVelocityXRadPerSec = Double.NaN;
      slot.angularVelocityYRadPerSec = Double.NaN;
    }
    states.publish();
  }

  private void publishRaw(boolean alive, long now) {
    RawState raw = rawStates.slot();
    if (alive) {
      raw.set(port.sample().values);
      raw.encoderTimeNanos = state.encoderTimeNanos;
      raw.imuTimeNanos = state.imuTimeNanos;
      if (!isRecent(state.imuTimeNanos, now)) {
        raw.clearImu();
      }
    } else {
      raw.clear();
    }
    rawStates.publish();
  }

  private boolean isRecent(long captureNanos, long now) {
    return captureNanos != BoardSample.NEVER
        && now - captureNanos <= settings.timing().frameTimeoutNanos();
  }

  private static RobotState unknownState() {
    RobotState unknown = new RobotState();
    new DisconnectedRobot().read(unknown);
    unknown.encoderTimeNanos = BoardSample.NEVER;
    unknown.imuTimeNanos = BoardSample.NEVER;
    return unknown;
  }
}
