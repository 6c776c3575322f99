package minitaur.sim.board;

import java.util.Locale;
import java.util.function.Consumer;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.wire.BoardCommand;

/**
 * Checks the safety rules against the ground truth of the simulated robot, independently of the
 * host: torque after a fall, high torque for too long, torque without recent commands, and high
 * torque immediately after torque is enabled. Called once per millisecond of board time.
 */
public final class SafetyWitness implements Consumer<EmulatedBoard> {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Tilt limit of the fall rule plus a margin for IMU noise and bias, rad. */
  private static final double FALLEN = Math.toRadians(30) + 0.06;

  /** Allowed reaction time after a fall: two control steps plus line latency, ms. */
  private static final long FALL_MILLIS = 60;

  private static final double HARD_NM = 2.45;

  /** The rule's 1 s plus one control step, ms. */
  private static final long HARD_MILLIS = 1020;

  /** Allowed time without commands: watchdogs of host and board, and the board's damping, ms. */
  private static final long SILENCE_MILLIS = 101;

  /** Max torque within 0.1 s after torque is enabled: half of a motor's max torque, Nm. */
  private static final double START_NM = 1.75;

  private static final long START_MILLIS = 100;

  private final RobotState state = new RobotState();
  private final long[] hardMillis = new long[Motor.COUNT];
  private long previousNanos;
  private long fallenMillis;
  private long drivenMillis;
  private boolean countedFall;

  private volatile long falls;
  private volatile long longestAfterFall;
  private volatile long longestHard;
  private volatile long longestUntold;
  private volatile double hardestStart;

  @Override
  public void accept(EmulatedBoard board) {
    long millis = (board.timeNanos() - previousNanos) / NANOS_PER_MILLI;
    if (millis <= 0) {
      return;
    }
    previousNanos = board.timeNanos();
    board.robot().read(state);
    boolean pushes =
        board.mode() != BoardCommand.Mode.OFF && board.mode() != BoardCommand.Mode.DAMPING;
    watchFall(board, pushes, millis);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean hard = pushes && Math.abs(state.motorTorqueNm[motor]) > HARD_NM;
      hardMillis[motor] = hard ? hardMillis[motor] + millis : 0;
      longestHard = Math.max(longestHard, hardMillis[motor]);
    }
    longestUntold = Math.max(longestUntold, pushes ? board.silenceNanos() / NANOS_PER_MILLI : 0);
    drivenMillis = board.isDriving() ? drivenMillis + millis : 0;
    if (drivenMillis > 0 && drivenMillis <= START_MILLIS) {
      for (double torque : state.motorTorqueNm) {
        hardestStart = Math.max(hardestStart, Math.abs(torque));
      }
    }
  }

  /** Whether every rule held. */
  public boolean isContent() {
    return longestAfterFall <= FALL_MILLIS
        && longestHard <= HARD_MILLIS
        && longestUntold <= SILENCE_MILLIS
        && hardestStart <= START_NM;
  }

  /** Summary for the operator. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "safety check on the robot: %s. %d falls, torque for up to %d ms after one (allowed %d);"
            + " above 2.45 Nm for up to %d ms (allowed %d); driven %d ms after the last command"
            + " (allowed %d); %.2f Nm within 0.1 s after enabling torque (allowed %.2f)",
        isContent() ? "all rules met" : "RULE VIOLATED",
        falls,
        longestAfterFall,
        FALL_MILLIS,
        longestHard,
        HARD_MILLIS,
        longestUntold,
        SILENCE_MILLIS,
        hardestStart,
        START_NM);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void watchFall(EmulatedBoard board, boolean pushes, long millis) {
    double roll = board.robot().truth().roll();
    double pitch = board.robot().truth().pitch();
    boolean fallen = Math.abs(roll) > FALLEN || Math.abs(pitch) > FALLEN;
    fallenMillis = fallen && pushes ? fallenMillis + millis : 0;
    longestAfterFall = Math.max(longestAfterFall, fallenMillis);
    if (fallen && !countedFall) {
      falls++;
    }
    countedFall = fallen;
  }
}
