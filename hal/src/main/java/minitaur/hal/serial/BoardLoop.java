package minitaur.hal.serial;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.DisconnectedRobot;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.TripleBuffer;
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
  private static final double MAX_ARMING_TILT_RAD = 0.8;

  private static final int ALL_MOTORS = (1 << Motor.COUNT) - 1;

  private static final String LOOP_FAILED = "the position loop failed; restart the program";

  private final BoardCodec codec;
  private final RobotCalibration calibration;
  private final JointMap joints;
  private final SerialRobotSettings settings;
  private final BoardPort port;
  private final ArmSequence sequence;
  private final MotorGuard guard;
  private MotorGuard startGuard;
  private final MotorProtection protection;
  private final VelocityEstimator velocityEstimator;
  private final BoardClock boardClock = new BoardClock();

  private final TripleBuffer<RobotState> states = new TripleBuffer<>(BoardLoop::unknownState);
  private final TripleBuffer<RawState> rawStates = new TripleBuffer<>(RawState::new);
  private final TripleBuffer<TimedCommand> commands = new TripleBuffer<>(TimedCommand::new);
  private final RobotState state = unknownState();
  private final MotorCommand target = new MotorCommand();
  private final BoardCommand boardCommand = new BoardCommand();
  private final double[] duty = new double[Motor.COUNT];
  private boolean hasBootId;
  private int newStates;
  private long drivingConfirmedNanos;

  private final ArmAuthority authority = new ArmAuthority();
  private final AtomicReference<@Nullable ArmPermit> armRequest = new AtomicReference<>();
  private final AtomicReference<@Nullable String> stopRequest = new AtomicReference<>();
  private @Nullable String disabledReason;
  private @Nullable ArmPermit preparedPermit;
  private @Nullable ArmPermit activePermit;
  private volatile String limitedBy = "";
  private volatile String boardFault = "";
  private boolean hasFault;
  private long offConfirmedNanos;
  private int reportedByGuard;
  private int reportedByProtection;

  /** Creates the loop of a robot without opening its port. */
  public BoardLoop(SerialRobot.Connection robot) {
    codec = robot.codec();
    calibration = robot.calibration();
    settings = robot.settings();
    joints = calibration.joints();
    int baudRate = robot.baudRate() == 0 ? codec.traits().defaultBaudRate() : robot.baudRate();
    port = new BoardPort(robot.port(), codec, baudRate, settings.timing().frameTimeoutNanos());
    sequence = new ArmSequence(settings);
    guard = new MotorGuard(settings.guard());
    startGuard = newStartGuard();
    protection =
        new MotorProtection(
            settings.protection(), codec.traits().supports(BoardCapability.WINDING_TEMPERATURE));
    velocityEstimator = new VelocityEstimator(settings.velocityMemorySeconds());
    boardCommand.watchdogMillis =
        (int)
            Math.min(
                settings.timing().commandTimeoutNanos() / 1_000_000,
                LinkCommand.MAX_WATCHDOG_MILLIS);
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
      newStates++;
      processSample(port.sample(), now);
    }
    return newStates;
  }

  /**
   * Whether the ticks can be aligned with the board's states: the board streams states, and the
   * tick period is a multiple of their period.
   */
  public boolean canSyncToStates() {
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
    newStates = 0;
    boolean alive = port.isAlive(now) && isRecent(state.encoderTimeNanos, now);
    if (alive) {
      sequence.linkEstablished();
    } else if (sequence.phase() != ArmPhase.UNCONNECTED) {
      String reason = lossReason(now);
      revokePermits(reason);
      sequence.linkLost(reason);
      hasBootId = false;
    }
    if (hasState) {
      checkBoard(now);
    }
    handleOperatorRequests(now);
    sequence.step(now, commands.value(), target);
    (isStarting() ? startGuard : guard).apply(target, state, now);
    if (hasState) {
      applyProtection(now);
    }
    fillBoardCommand();
    port.send(boardCommand, now);
    endPermit();
    updateLimitedBy();
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
    if (sequence.phase() == ArmPhase.UNCONNECTED && port.hasSamples()) {
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

  /**
   * Damps the motors, then switches them off; without damping if the newest command switches them
   * off. While they are off, revokes a permit that was issued but not used. Thread-safe.
   */
  public void requestStop(String reason) {
    stopRequest.set(reason);
  }

  /**
   * Stops the robot and rejects every arming from now on; later calls have no effect. Call from the
   * thread that calls {@link #tick}.
   */
  public void disable(String reason) {
    if (disabledReason == null) {
      disabledReason = reason;
      requestStop(reason);
    }
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
        codec.boardName(),
        port.counts());
  }

  /**
   * Time from a command to the first state that acknowledges it, if the board sends
   * acknowledgments.
   */
  public LatencyHistogram roundTrip() {
    return port.roundTrip();
  }

  /**
   * Ends the loop after a tick has failed: revokes the permits and sends a command that switches
   * the motors off. Call from the thread that calls {@link #tick}.
   *
   * @param now current host time
   */
  public void abort(long now) {
    sequence.linkLost(LOOP_FAILED);
    revokePermits(LOOP_FAILED);
    boardCommand.mode = BoardCommand.Mode.OFF;
    port.send(boardCommand, now);
  }

  /**
   * Whether the newest command that was sent switches the motors off, or none was sent. Call from
   * the thread that calls {@link #tick}, or from any thread after the last tick.
   */
  public boolean hasSentMotorsOff() {
    return port.hasSentMotorsOff();
  }

  /**
   * Closes the port. Call from the thread that calls {@link #tick}, or from any thread after the
   * last tick.
   */
  public void closePort() {
    port.close();
  }

  private void processSample(BoardSample sample, long now) {
    boolean restarted = sample.bootId != boardCommand.bootId || !hasBootId;
    if (restarted) {
      if (hasBootId) {
        fail("the board restarted; check the robot and arm it again", now);
      }
      hasBootId = true;
      boardCommand.bootId = sample.bootId;
      boardClock.reset();
      velocityEstimator.reset();
      offConfirmedNanos = now;
    }
    RawState raw = sample.values;
    calibration.apply(raw, state);
    if (sample.boardTimeNanos != BoardSample.NEVER) {
      boardClock.addFrame(sample.boardTimeNanos, now);
      state.encoderTimeNanos = hostTime(raw.encoderTimeNanos);
      state.imuTimeNanos = hostTime(raw.imuTimeNanos);
    } else {
      state.encoderTimeNanos = raw.encoderTimeNanos;
      state.imuTimeNanos = raw.imuTimeNanos;
    }
    if (state.encoderTimeNanos != BoardSample.NEVER) {
      velocityEstimator.update(state.motorAngleRad, state.encoderTimeNanos);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorVelocityRadPerSec[motor] = velocityEstimator.velocity(motor);
    }
  }

  private long hostTime(long boardNanos) {
    return boardNanos == BoardSample.NEVER ? BoardSample.NEVER : boardClock.toHostTime(boardNanos);
  }

  /** Checks the faults and acknowledgments that the board reports. */
  private void checkBoard(long now) {
    BoardSample sample = port.sample();
    updateBoardFault(sample, now);
    boolean isDriving = sequence.phase().isCommanded();
    if (isDriving && sample.watchdogTripped) {
      fail("the board's watchdog tripped: no command reached it in time", now);
    }
    if (isDriving && sample.faulty) {
      fail(faultText(), now);
    }
    boolean isCommanded =
        boardCommand.mode != BoardCommand.Mode.OFF && boardCommand.disabledMotors != ALL_MOTORS;
    boolean acknowledges = codec.traits().supports(BoardCapability.ACKNOWLEDGEMENT);
    if (!isDriving || !isCommanded || !acknowledges || sample.driving) {
      drivingConfirmedNanos = now;
    } else if (now - drivingConfirmedNanos > settings.timing().commandTimeoutNanos()) {
      fail("the board does not drive its motors although it is commanded to", now);
    }
  }

  private String faultText() {
    String problem = codec.problem();
    return problem == null ? "the board reports a fault" : problem;
  }

  /** Stores the board's fault for the operator. The text is created once per fault. */
  private void updateBoardFault(BoardSample sample, long now) {
    if (boardCommand.mode != BoardCommand.Mode.OFF || !sample.driving) {
      offConfirmedNanos = now;
    }
    boolean ignoresOff = now - offConfirmedNanos > settings.timing().commandTimeoutNanos();
    if ((sample.faulty || ignoresOff) != hasFault) {
      hasFault = !hasFault;
      boardFault =
          !hasFault
              ? ""
              : sample.faulty
                  ? faultText()
                  : "the board reports driven motors although it is commanded to switch them off";
    }
  }

  /** Ends motion because of a fault; enabling torque then requires a new permit. */
  private void fail(String reason, long now) {
    ArmPermit permit = authority.current();
    if (permit != null && permit.isValid()) {
      sequence.setRejection(reason);
    }
    revokePermits(reason);
    if (sequence.phase() == ArmPhase.FOLLOWING
        && hasBootId
        && port.sample().bootId == boardCommand.bootId) {
      sequence.stop(reason, commands.value(), now);
    } else {
      sequence.switchOff(reason);
    }
  }

  /** Revokes the permit in use and any permit issued since. */
  private void revokePermits(String reason) {
    ArmPermit inUse = activePermit;
    if (inUse != null) {
      inUse.revoke(reason);
    }
    authority.revoke(reason);
  }

  private void applyProtection(long now) {
    boolean wasStopped = protection.isStopped();
    ProtectionLimit stop = protection.check(state, target, isSlowMotion());
    if (stop != null && (!wasStopped || sequence.phase().isCommanded())) {
      fail(protection.stopReason(), now);
      sequence.step(now, commands.value(), target);
    }
    if (protection.disabledMotors() != 0
        && !supportsMotorDisable()
        && sequence.phase().isCommanded()) {
      sequence.stop(
          protection.disabledReason() + "; this board cannot switch off single motors: all are off",
          commands.value(),
          now);
      sequence.step(now, commands.value(), target);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorTemperatureCelsius[motor] =
          protection.windingCelsius(motor, state.motorTemperatureCelsius[motor]);
    }
  }

  private String lossReason(long now) {
    String problem = port.problem();
    long timeoutMillis = settings.timing().frameTimeoutNanos() / 1_000_000;
    if (!problem.isEmpty()) {
      return "link lost: " + problem;
    }
    return port.isAlive(now)
        ? "frames arrive, but no encoder values from the last %d ms; check the encoders, and the load of this computer"
            .formatted(timeoutMillis)
        : "link lost: no frame for %d ms".formatted(timeoutMillis);
  }

  private void handleOperatorRequests(long now) {
    String stopReason = stopRequest.getAndSet(null);
    ArmPermit requested = armRequest.getAndSet(null);
    // Now, because a command that precedes a stop decides how the robot stops.
    commands.poll();
    if (stopReason != null) {
      if (!sequence.phase().isDriving()) {
        authority.revoke(stopReason);
      }
      sequence.stop(stopReason, commands.value(), now);
      if (requested != null) {
        requested.revoke(stopReason);
      }
    }
    ArmPermit permit = authority.current();
    if (permit != preparedPermit && !sequence.phase().isDriving()) {
      // The operator has checked the robot: faults from now on revoke the permit.
      preparedPermit = permit;
      protection.rearm();
    }
    if (requested == null || !requested.isValid()) {
      return;
    }
    String rejection = armRejection(now);
    if (rejection == null && !authority.redeem(requested)) {
      rejection = "the arm permit is already used";
    }
    if (rejection != null) {
      requested.revoke(rejection);
      sequence.setRejection("not armed: " + rejection);
      return;
    }
    startGuard = newStartGuard();
    activePermit = requested;
    drivingConfirmedNanos = now;
    sequence.arm(state, now);
  }

  /**
   * Reason why the robot cannot be armed; null if it can be. Allocates only if there is a reason.
   */
  private @Nullable String armRejection(long now) {
    if (disabledReason != null) {
      return disabledReason;
    }
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
      return faultText();
    }
    String encoderProblem = EncoderCheck.problem(state.motorAngleRad);
    if (encoderProblem != null) {
      return encoderProblem;
    }
    if (protection.disabledMotors() != 0) {
      return protection.disabledReason();
    }
    boolean hasTilt =
        isRecent(state.imuTimeNanos, now) && Double.isFinite(state.rollRad + state.pitchRad);
    if (codec.traits().supports(BoardCapability.ATTITUDE) && !hasTilt) {
      return "the IMU does not report the tilt; check it";
    }
    // Without an IMU only the operator can judge the tilt.
    if (Math.abs(state.rollRad) > MAX_ARMING_TILT_RAD
        || Math.abs(state.pitchRad) > MAX_ARMING_TILT_RAD) {
      return "the robot lies on its side or back; place it on its belly";
    }
    return null;
  }

  /** Ends the permit when the motion that it enabled has ended. */
  private void endPermit() {
    ArmPermit permit = activePermit;
    if (permit != null && !sequence.phase().isCommanded()) {
      permit.end(sequence.reason());
      activePermit = null;
    }
  }

  private boolean isStarting() {
    return sequence.phase() == ArmPhase.STARTING;
  }

  /** Whether the legs move no faster than during the soft start or when moved by hand. */
  private boolean isSlowMotion() {
    return sequence.phase() != ArmPhase.FOLLOWING && sequence.phase() != ArmPhase.STOPPING;
  }

  private boolean supportsMotorDisable() {
    return codec.traits().supports(BoardCapability.MOTOR_DISABLE);
  }

  /**
   * Creates a guard for one soft start: the first command of a guard starts from the motor angles.
   */
  private MotorGuard newStartGuard() {
    double rate = Math.min(settings.guard().maxTargetRateRadPerSec(), SOFT_START_RAD_PER_SEC);
    return new MotorGuard(settings.guard().withTargetRate(rate));
  }

  /** Converts the target to the board's command. */
  private void fillBoardCommand() {
    boardCommand.kp = target.kp;
    boardCommand.kd = target.kd;
    // A board that can only switch off all motors together damps them first.
    boardCommand.disabledMotors =
        supportsMotorDisable() ? protection.disabledMotors() : protection.implausibleEncoders();
    switch (target.mode) {
      case OFF -> boardCommand.mode = BoardCommand.Mode.OFF;
      case DAMPING -> boardCommand.mode = BoardCommand.Mode.DAMPING;
      case POSITION -> {
        if (codec.traits().supports(BoardCapability.POSITION_CONTROL)) {
          boardCommand.mode = BoardCommand.Mode.POSITION;
          for (int motor = 0; motor < Motor.COUNT; motor++) {
            boardCommand.value[motor] = joints.encoderAngle(motor, target.targetAngleRad[motor]);
          }
        } else {
          boardCommand.mode = BoardCommand.Mode.DUTY;
          fillDuties();
        }
        return;
      }
    }
    Arrays.fill(boardCommand.value, 0);
  }

  private void fillDuties() {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      duty[motor] =
          PdController.duty(
              target, motor, state.motorAngleRad[motor], state.motorVelocityRadPerSec[motor]);
    }
    protection.limitDuties(duty, state);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean isFinite = Double.isFinite(duty[motor]);
      boardCommand.value[motor] = isFinite ? joints.applySign(motor, duty[motor]) : 0;
      boardCommand.disabledMotors |= isFinite ? 0 : 1 << motor;
    }
  }

  /** Updates the text only when another limit acts, not each time that a limit acts. */
  private void updateLimitedBy() {
    if (guard.actedLimits() != reportedByGuard) {
      limitedBy = guard.reason();
    } else if (protection.actedLimits() != reportedByProtection) {
      limitedBy = protection.reason();
    }
    reportedByGuard = guard.actedLimits();
    reportedByProtection = protection.actedLimits();
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
    RobotState initialState = new RobotState();
    new DisconnectedRobot().read(initialState);
    initialState.encoderTimeNanos = BoardSample.NEVER;
    initialState.imuTimeNanos = BoardSample.NEVER;
    return initialState;
  }
}
