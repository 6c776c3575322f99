package minitaur.sim.board;

import java.util.Locale;
import java.util.function.Consumer;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.wire.BoardCommand;

/**
 * Looks at the robot itself, not at what its host believes, and counts where a safety rule was
 * missed: motors that push on after a fall, that push hard for long, that are driven without being
 * told to, or that start with a jerk. Told once a millisecond of the board's time.
 */
public final class SafetyWitness implements Consumer<EmulatedBoard> {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The fall rule, rad, and what a noisy and biased inertial unit may hide of it. */
  private static final double FALLEN = Math.toRadians(30) + 0.06;

  /** Two control steps and the line, ms. */
  private static final long FALL_MILLIS = 60;

  private static final double HARD_NM = 2.45;

  /** The rule's 1 s, and a control step to act in, ms. */
  private static final long HARD_MILLIS = 1020;

  /** A host's and a board's watchdog, and the board's damping, ms. */
  private static final long SILENCE_MILLIS = 101;

  /** Torque within a tenth of a second of switching on: half of what a motor can, Nm. */
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

  /** For people. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "safety as seen on the robot: %s. %d falls, motors pushed on for up to %d ms (allowed %d);"
            + " above 2.45 Nm for up to %d ms (allowed %d); driven %d ms after the last command"
            + " (allowed %d); %.2f Nm within 0.1 s of switching on (allowed %.2f)",
        isContent() ? "every rule held" : "A RULE WAS MISSED",
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
