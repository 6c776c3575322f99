package minitaur.hal.serial;

import java.util.Arrays;
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
import minitaur.hal.motor.VelocityEstimator;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.LinkCommand;

/**
 * The position loop of a robot on a serial line, one tick at a time: newest state, velocity filter,
 * what the robot may do, guard, position law, protection, frame out. Whoever ticks it owns the
 * port; one other thread reads and writes at the seam, without a lock. A tick allocates nothing
 * above jSSC unless something is found wrong.
 */
public final class BoardLoop {
  /** Legs of a robot that lies may be far outside their range: they are led back, not thrown. */
  private static final double SOFT_START_RAD_PER_SEC = 3;

  /** From a lie this tilted, rad, the soft start would not end on the feet. */
  private static final double GREATEST_TILT = 0.8;

  private final Clock clock;
  private final BoardCodec codec;
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
  private final Latest<TimedCommand> commands = new Latest<>(TimedCommand::new);
  private final RobotState state = unknownState();
  private final MotorCommand wanted = new MotorCommand();
  private final BoardCommand order = new BoardCommand();
  private final double[] duty = new double[Motor.COUNT];
  private boolean hasBoot;
  private int fresh;

  private volatile boolean armRequested;
  private volatile boolean stopRequested;
  private volatile String limitedBy = "";
  private long limitsSeen;

  /**
   * @param port where the board is
   * @param baudRate bits a second; 0 for what such a board usually has
   * @param clock the time in which the loop is ticked
   */
  public BoardLoop(
      SerialPortSource port,
      int baudRate,
      BoardCodec codec,
      JointMap joints,
      SerialRobotSettings settings,
      Clock clock) {
    this.clock = clock;
    this.codec = codec;
    this.joints = joints;
    this.settings = settings;
    this.port =
        new BoardPort(
            port,
            codec,
            baudRate == 0 ? codec.traits().usualBaudRate() : baudRate,
            settings.frameTimeoutNanos());
    sequence = new ArmSequence(settings);
    guard = new MotorGuard(settings.guard());
    startGuard = newStartGuard();
    protection = new MotorProtection(settings.protection());
    velocity = new VelocityEstimator(settings.velocityMemorySeconds());
    order.watchdogMillis =
        (int)
            Math.min(
                settings.commandTimeoutNanos() / 1_000_000, LinkCommand.LONGEST_WATCHDOG_MILLIS);
  }

  /**
   * Takes what has come, ahead of the tick that will use it. The thread that ticks.
   *
   * @param now the host's time
   * @return how many times states have come that no tick has used yet
   */
  public int poll(long now) {
    if (port.receive(now)) {
      fresh++;
      take(port.sample(), now);
    }
    return fresh;
  }

  /**
   * Whether ticks of this period can follow the board's states, because it sends them by itself and
   * none of them is left without.
   */
  public boolean canFollowStates() {
    long period = codec.traits().statePeriodNanos();
    return period > 0 && settings.periodNanos() % period == 0;
  }

  /**
   * Runs the loop once.
   *
   * @param now the host's time
   */
  public void tick(long now) {
    boolean hasState = poll(now) > 0;
    fresh = 0;
    boolean alive = port.isAlive(now) && isRecent(state.encoderTimeNanos, now);
    if (alive) {
      sequence.linkFound();
    } else if (sequence.phase() != ArmPhase.UNCONNECTED) {
      sequence.linkLost(lossReason());
      hasBoot = false;
    }
    obeyOperator(now);
    commands.poll();
    sequence.step(now, commands.value(), wanted);
    (sequence.phase() == ArmPhase.STARTING ? startGuard : guard).apply(wanted, state, now);
    if (hasState) {
      ProtectionLimit stop = protection.check(state, wanted);
      if (stop != null && sequence.phase().isDriving() && sequence.phase() != ArmPhase.STOPPING) {
        sequence.stop(protection.reason(), now);
        sequence.step(now, commands.value(), wanted);
      }
    }
    fillOrder();
    port.send(order, now);
    if (hasState && alive) {
      inToOut.record(clock.nanos() - state.encoderTimeNanos);
    }
    noteLimits();
    publish(alive, now);
  }

  /** As {@link minitaur.hal.Robot#read}. One thread. */
  public void read(RobotState out) {
    states.poll();
    out.set(states.value());
  }

  /** As {@link minitaur.hal.Robot#write}. One thread. */
  public void write(MotorCommand command, long now) {
    TimedCommand slot = commands.slot();
    slot.command.set(command);
    slot.timeNanos = now;
    commands.publish();
  }

  /** The operator wants the robot to stand up and follow commands. Any thread. */
  public void requestArm() {
    armRequested = true;
  }

  /** The robot shall damp and then be off. Any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /** How far the robot may move now. Any thread. */
  public ArmPhase phase() {
    return sequence.phase();
  }

  /** What the operator may want to know. Any thread; allocates. */
  public SerialStatus status() {
    return new SerialStatus(
        sequence.phase(),
        sequence.reason(),
        port.problem(),
        limitedBy,
        port.samples(),
        port.lost(),
        port.damaged(),
        port.opened(),
        port.held());
  }

  /** Age of the newest encoder sample when the command that it led to had been sent. */
  public LoopTiming sampleToCommand() {
    return inToOut;
  }

  /** Time from a command to the first state that knows of it, where the board says so. */
  public LoopTiming roundTrip() {
    return port.roundTrip();
  }

  /** Gives the port back. The thread that ticks, or any when nothing ticks any more. */
  public void closePort() {
    port.close();
  }

  private void take(BoardSample sample, long now) {
    boolean restarted = sample.bootId != order.bootId || !hasBoot;
    if (restarted) {
      if (hasBoot) {
        sequence.cut("the board was started again; arm the robot when it is safe");
      }
      hasBoot = true;
      order.bootId = sample.bootId;
      boardClock.restart();
      velocity.restart();
    }
    RobotState values = sample.values;
    state.set(values);
    if (sample.boardTimeNanos != BoardSample.NEVER) {
      boardClock.observe(sample.boardTimeNanos, now);
      state.encoderTimeNanos = hostTime(values.encoderTimeNanos);
      state.imuTimeNanos = hostTime(values.imuTimeNanos);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.angle(motor, values.motorAngleRad[motor]);
      state.motorTorqueNm[motor] = joints.turn(motor, values.motorTorqueNm[motor]);
    }
    if (state.encoderTimeNanos != BoardSample.NEVER) {
      velocity.update(state.motorAngleRad, state.encoderTimeNanos);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorVelocityRadPerSec[motor] = velocity.velocity(motor);
    }
    if (sample.watchdogTripped && sequence.phase() == ArmPhase.FOLLOWING) {
      sequence.cut("the board cut its motors: no command reached it in time");
    }
  }

  private long hostTime(long boardNanos) {
    return boardNanos == BoardSample.NEVER ? BoardSample.NEVER : boardClock.host(boardNanos);
  }

  private String lossReason() {
    String problem = port.problem();
    return problem.isEmpty() ? "link lost: no fresh frame in time" : "link lost: " + problem;
  }

  private void obeyOperator(long now) {
    if (stopRequested) {
      stopRequested = false;
      armRequested = false;
      sequence.stop("stopped by the operator", now);
    }
    if (!armRequested) {
      return;
    }
    armRequested = false;
    if (sequence.phase() != ArmPhase.IDLE) {
      return;
    }
    if (joints.isIdentity() && !settings.allowUncalibrated()) {
      sequence.refuse(
          "not armed: zeros and directions of this robot are not calibrated; calibrate it, or allow"
              + " torque without (only for a board that is emulated)");
      return;
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if (!Double.isFinite(state.motorAngleRad[motor])) {
        sequence.refuse("not armed: the encoder of " + Motor.of(motor) + " says nothing");
        return;
      }
    }
    // Where tilt is unknown only the operator can tell.
    if (Math.abs(state.rollRad) > GREATEST_TILT || Math.abs(state.pitchRad) > GREATEST_TILT) {
      sequence.refuse("not armed: the robot lies on its side or back; put it on its belly");
      return;
    }
    protection.rearm();
    startGuard = newStartGuard();
    sequence.arm(state, now);
  }

  /** It moves from where the motors are at its first command, so that each start needs another. */
  private MotorGuard newStartGuard() {
    double rate = Math.min(settings.guard().maximumTargetRateRadPerSec(), SOFT_START_RAD_PER_SEC);
    return new MotorGuard(settings.guard().withTargetRate(rate));
  }

  /** Turns what is wanted into what the board is told. */
  private void fillOrder() {
    order.kp = wanted.kp;
    order.kd = wanted.kd;
    order.offMotors = protection.offMotors();
    switch (wanted.mode) {
      case OFF -> order.mode = BoardCommand.Mode.OFF;
      case DAMPING -> order.mode = BoardCommand.Mode.DAMPING;
      case POSITION -> {
        if (codec.traits().hasPositionLaw()) {
          order.mode = BoardCommand.Mode.POSITION;
          for (int motor = 0; motor < Motor.COUNT; motor++) {
            order.value[motor] = joints.raw(motor, wanted.targetAngleRad[motor]);
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
              wanted, motor, state.motorAngleRad[motor], state.motorVelocityRadPerSec[motor]);
    }
    protection.limit(duty, state);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean known = Double.isFinite(duty[motor]);
      order.value[motor] = known ? joints.turn(motor, duty[motor]) : 0;
      order.offMotors |= known ? 0 : 1 << motor;
    }
  }

  /** The words are made when another limit acts, not each time it does. */
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

  private boolean isRecent(long captureNanos, long now) {
    return captureNanos != BoardSample.NEVER && now - captureNanos <= settings.frameTimeoutNanos();
  }

  private static RobotState unknownState() {
    RobotState unknown = new RobotState();
    new DisconnectedRobot().read(unknown);
    unknown.encoderTimeNanos = BoardSample.NEVER;
    unknown.imuTimeNanos = BoardSample.NEVER;
    return unknown;
  }
}
