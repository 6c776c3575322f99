package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.ArmPermit;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.random.RandomStream;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardCapability;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.BoardCommand;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.InMemorySerialLine;
import org.jspecify.annotations.Nullable;

/**
 * Injects faults into an emulated board at random times between the operator's confirmation and the
 * end of the soft start, on a simulated clock. In each trial a simulated faulty program requests
 * torque at every control step with the permit that it was issued. The drill checks the board's
 * motors, the reported reason, and whether torque returns without the operator.
 */
final class ArmingDrill {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Offset of the host's clock from the board's. */
  private static final long HOST_AHEAD_NANOS = 77_000 * NANOS_PER_MILLI;

  private static final int CONNECT_MILLIS = 30;
  private static final int STEP_MILLIS = 20;

  /** Time from the confirmation to the torque request; also the duration of a link loss or hang. */
  private static final int CONFIRMATION_MILLIS = 300;

  private static final int ARMING_MILLIS = 2200;

  /** Watchdog timeout of board and host, plus a command period of the slowest board. */
  private static final int MAX_OFF_MILLIS = 100 + STEP_MILLIS;

  /**
   * Time for which torque must stay off after the fault although the program keeps requesting it.
   */
  private static final int OFF_MILLIS = 1500;

  private static final double SHIFT_RAD = 1;

  /** Max position gain of a board that damps with its position controller, duty per radian. */
  private static final double MAX_DAMPING_KP = 0.101;

  /** Injected fault. */
  enum Fault {
    /** The board restarts, with every encoder shifted. */
    RESTART("restarted"),
    /** The cable is disconnected, and reconnected after 0.3 s. */
    LINK_LOSS("link lost"),
    /** An encoder's angle jumps. */
    ENCODER_JUMP("jumped"),
    /** The board neither sends nor receives for 0.3 s, with its port open. */
    HANG("link lost");

    private final String reason;

    Fault(String reason) {
      this.reason = reason;
    }
  }

  private ArmingDrill() {}

  /**
   * Runs the trials of every fault on every board.
   *
   * @param trials number of trials of each fault on each board
   */
  static List<Result> run(int trials) {
    ResultList results = new ResultList();
    for (Board board : Board.values()) {
      for (Fault fault : Fault.values()) {
        results.addAll(run(board, fault, 0, trials));
      }
    }
    return results.list();
  }

  /**
   * Runs the trials of one fault on one board.
   *
   * @param seed seed of the fault times and motors
   */
  static List<Result> run(Board board, Fault fault, long seed, int trials) {
    RandomStream random = RandomStream.of(seed, "arming-drill." + board + "." + fault);
    int maxOffMillis = 0;
    List<Violation> violations = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      Trial current = new Trial(board, random);
      maxOffMillis = Math.max(maxOffMillis, current.run(fault));
      violations.addAll(current.violations);
    }
    String name = (board + " " + fault).toLowerCase(Locale.ROOT).replace('_', '-') + ": ";
    ResultList results = new ResultList();
    results.atMost(MAX_OFF_MILLIS, name + "motors off after the fault", maxOffMillis, "ms");
    for (Violation violation : Violation.values()) {
      results.count(name + violation.text, violations, each -> each == violation, true, "trials");
    }
    return results.list();
  }

  /**
   * Time after the fault at which the motors are off, ms. Longer than {@link #MAX_OFF_MILLIS} only
   * if they were driven without interruption; later torque is a violation of its own.
   *
   * @param driven whether the motors are driven, by the milliseconds after the fault, from 1
   */
  static int offMillis(BitSet driven) {
    return Math.max(driven.nextClearBit(1) - 1, driven.previousSetBit(MAX_OFF_MILLIS));
  }

  /** Whether a board drives its motors, beyond damping. */
  static boolean isDriven(Board board, BoardCommand.Mode mode, double positionGain) {
    return switch (mode) {
      case OFF, DAMPING -> false;
      case DUTY, TORQUE -> true;
      // Boards without a damping mode damp with a position controller of very low stiffness.
      case POSITION -> board == Board.MINITAUR_LINK || positionGain > MAX_DAMPING_KP;
    };
  }

  private enum Violation {
    REARMED("torque without the operator"),
    WRONG_REASON("wrong reason"),
    NOT_RECOVERED("not armed by a new confirmation");

    private final String text;

    Violation(String text) {
      this.text = text;
    }
  }

  /** A host and an emulated board on one simulated clock. */
  private static final class Trial {
    private final Set<Violation> violations = EnumSet.noneOf(Violation.class);
    private final RandomStream random;
    private final InMemorySerialLine line = new InMemorySerialLine();
    private final Board kind;
    private final EmulatedBoard board;
    private final BoardLoop loop;
    private final MotorCommand command = new MotorCommand();
    private final boolean hasWatchdog;
    private @Nullable ArmPermit permit;
    private boolean requestsTorque;
    private long now = HOST_AHEAD_NANOS;

    Trial(Board kind, RandomStream random) {
      this.kind = kind;
      this.random = random;
      BoardCodec codec = BoardCodecs.hostCodec(kind);
      hasWatchdog = codec.traits().supports(BoardCapability.WATCHDOG);
      board =
          new EmulatedBoard(
              new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1),
              BoardCodecs.boardProtocol(kind),
              line.board(),
              1);
      loop =
          new BoardLoop(
              new SerialRobot.Connection(
                  line,
                  0,
                  codec,
                  RobotCalibration.identity(),
                  SerialRobotSettings.defaults().withUncalibratedAllowed()));
      command.mode = MotorCommand.Mode.POSITION;
      command.kp = 1;
      command.kd = 0.015;
      Arrays.fill(command.targetAngleRad, 2.0);
    }

    /**
     * Returns the time for which the motors kept pushing after the fault, ms; for a board without a
     * watchdog after a disconnect, from when the host has reopened the port.
     */
    int run(Fault fault) {
      advance(CONNECT_MILLIS);
      permit = loop.issuePermit();
      int faultMillis = random.nextInt(CONFIRMATION_MILLIS + ARMING_MILLIS);
      advance(Math.min(faultMillis, CONFIRMATION_MILLIS));
      requestsTorque = true;
      advance(Math.max(faultMillis - CONFIRMATION_MILLIS, 0));
      inject(fault);
      BitSet driven = new BitSet();
      for (int millis = 1; millis <= OFF_MILLIS; millis++) {
        advance(1);
        if (fault == Fault.HANG && millis == CONFIRMATION_MILLIS) {
          board.setTxDisabled(false);
          board.setRxDisabled(false);
        }
        if (fault == Fault.LINK_LOSS && millis == CONFIRMATION_MILLIS) {
          line.reconnect();
        }
        driven.set(millis, isDriven());
      }
      int offMillis = offMillis(driven);
      if (driven.nextSetBit(Math.max(offMillis, MAX_OFF_MILLIS) + 1) >= 0) {
        violations.add(Violation.REARMED);
      }
      String reason = loop.status().reason();
      ArmPermit lastPermit = permit;
      String end = lastPermit == null ? null : lastPermit.revocationReason();
      if (!reason.contains(fault.reason) || end == null || !end.contains(fault.reason)) {
        violations.add(Violation.WRONG_REASON);
      }
      board.clearFaults();
      board.resetToStart();
      requestsTorque = false;
      advance(CONFIRMATION_MILLIS);
      requestsTorque = true;
      permit = loop.issuePermit();
      advance(CONFIRMATION_MILLIS);
      if (loop.phase() != ArmPhase.STARTING || !isDriven()) {
        violations.add(Violation.NOT_RECOVERED);
      }
      return offMillis;
    }

    private void inject(Fault fault) {
      switch (fault) {
        case RESTART -> {
          for (Motor motor : Motor.values()) {
            board.offsetEncoder(motor, SHIFT_RAD);
          }
          board.reboot();
        }
        case ENCODER_JUMP -> board.offsetEncoder(Motor.of(random.nextInt(Motor.COUNT)), SHIFT_RAD);
        case LINK_LOSS -> {
          line.disconnect();
          if (!hasWatchdog) {
            // Until the cable is reconnected, its motors can only be switched off manually.
            advance(CONFIRMATION_MILLIS);
            line.reconnect();
            long opened = loop.status().counts().opened();
            for (int i = 0; i < OFF_MILLIS && loop.status().counts().opened() == opened; i++) {
              advance(1);
            }
          }
        }
        case HANG -> {
          board.setTxDisabled(true);
          // A board with neither a watchdog nor working reception can only be switched off
          // manually.
          board.setRxDisabled(hasWatchdog);
        }
      }
    }

    private boolean isDriven() {
      return ArmingDrill.isDriven(kind, board.mode(), board.positionGain());
    }

    private void advance(int millis) {
      for (int i = 0; i < millis; i++) {
        now += NANOS_PER_MILLI;
        board.advanceTo(now - HOST_AHEAD_NANOS);
        ArmPermit currentPermit = permit;
        if (requestsTorque && currentPermit != null && now / NANOS_PER_MILLI % STEP_MILLIS == 0) {
          loop.requestArm(currentPermit);
        }
        loop.tick(now);
      }
    }
  }
}
