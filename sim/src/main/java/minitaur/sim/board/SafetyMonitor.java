package minitaur.sim.board;

import java.util.function.Consumer;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.Text;
import minitaur.hal.wire.BoardCommand;

/**
 * Checks the safety rules against the ground truth of the simulated robot, independently of the
 * host: torque after a fall, high torque for too long, torque without recent commands, and high
 * torque immediately after torque is enabled. Called once per millisecond of board time.
 */
public final class SafetyMonitor implements Consumer<EmulatedBoard> {
  /** Part of {@link #describe} if every rule held. */
  public static final String ALL_RULES_MET = "all rules met";

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Tilt limit of the fall rule plus a margin for IMU noise and bias, rad. */
  private static final double FALL_TILT_RAD = Math.toRadians(30) + 0.06;

  /** Allowed reaction time after a fall: two control steps plus line latency, ms. */
  private static final long MAX_AFTER_FALL_MILLIS = 60;

  private static final double HIGH_TORQUE_NM = 2.45;

  /** The rule's 1 s plus one control step, ms. */
  private static final long MAX_HIGH_TORQUE_MILLIS = 1020;

  /** Allowed time without commands: watchdogs of host and board, and the board's damping, ms. */
  private static final long MAX_COMMAND_AGE_MILLIS = 101;

  /** Max torque within 0.1 s after torque is enabled: half of a motor's max torque, Nm. */
  private static final double MAX_START_TORQUE_NM = 1.75;

  private static final long START_MILLIS = 100;

  private final RobotState state = new RobotState();
  private final long[] highTorqueMillis = new long[Motor.COUNT];
  private long previousNanos;
  private long fallenMillis;
  private long drivenMillis;
  private boolean wasFallen;

  private volatile long falls;
  private volatile long maxAfterFallMillis;
  private volatile long maxHighTorqueMillis;
  private volatile long maxCommandAgeMillis;
  private volatile double maxStartTorqueNm;

  @Override
  public void accept(EmulatedBoard board) {
    long millis = (board.timeNanos() - previousNanos) / NANOS_PER_MILLI;
    if (millis <= 0) {
      return;
    }
    previousNanos = board.timeNanos();
    board.robot().read(state);
    boolean isActuated =
        board.mode() != BoardCommand.Mode.OFF && board.mode() != BoardCommand.Mode.DAMPING;
    checkFall(board, isActuated, millis);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean isHighTorque = isActuated && Math.abs(state.motorTorqueNm[motor]) > HIGH_TORQUE_NM;
      highTorqueMillis[motor] = isHighTorque ? highTorqueMillis[motor] + millis : 0;
      maxHighTorqueMillis = Math.max(maxHighTorqueMillis, highTorqueMillis[motor]);
    }
    maxCommandAgeMillis =
        Math.max(maxCommandAgeMillis, isActuated ? board.commandAgeNanos() / NANOS_PER_MILLI : 0);
    drivenMillis = board.isTorqueEnabled() ? drivenMillis + millis : 0;
    if (drivenMillis > 0 && drivenMillis <= START_MILLIS) {
      for (double torque : state.motorTorqueNm) {
        maxStartTorqueNm = Math.max(maxStartTorqueNm, Math.abs(torque));
      }
    }
  }

  /** Whether every rule held. */
  public boolean allRulesMet() {
    return maxAfterFallMillis <= MAX_AFTER_FALL_MILLIS
        && maxHighTorqueMillis <= MAX_HIGH_TORQUE_MILLIS
        && maxCommandAgeMillis <= MAX_COMMAND_AGE_MILLIS
        && maxStartTorqueNm <= MAX_START_TORQUE_NM;
  }

  /** Summary for the operator. */
  public String describe() {
    return Text.of(
        "safety check on the robot: %s. %d falls, torque for up to %d ms after one (allowed %d);"
            + " above 2.45 Nm for up to %d ms (allowed %d); driven %d ms after the last command"
            + " (allowed %d); %.2f Nm within 0.1 s after enabling torque (allowed %.2f)",
        allRulesMet() ? ALL_RULES_MET : "RULE VIOLATED",
        falls,
        maxAfterFallMillis,
        MAX_AFTER_FALL_MILLIS,
        maxHighTorqueMillis,
        MAX_HIGH_TORQUE_MILLIS,
        maxCommandAgeMillis,
        MAX_COMMAND_AGE_MILLIS,
        maxStartTorqueNm,
        MAX_START_TORQUE_NM);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void checkFall(EmulatedBoard board, boolean isActuated, long millis) {
    double roll = board.robot().groundTruth().roll();
    double pitch = board.robot().groundTruth().pitch();
    boolean fallen = Math.abs(roll) > FALL_TILT_RAD || Math.abs(pitch) > FALL_TILT_RAD;
    fallenMillis = fallen && isActuated ? fallenMillis + millis : 0;
    maxAfterFallMillis = Math.max(maxAfterFallMillis, fallenMillis);
    if (fallen && !wasFallen) {
      falls++;
    }
    wasFallen = fallen;
  }
}
