package minitaur.hal.serial;

import java.util.Arrays;
import java.util.EnumSet;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.GhostFrame;
import minitaur.hal.wire.MarkedFrames;

/**
 * Codec of the Ghost mainboard's legacy protocol at 115200 baud. The position law runs on the
 * board, in leg space, with 50 commands per second. The board has no watchdog for positions: <b>it
 * holds the last position forever when the host dies</b>; {@link DeadHostGuard} covers that.
 *
 * <p>The protocol has no damping mode. Instead, each command holds the legs at their current
 * position with a low gain, which is compliant. Single motors cannot be switched off.
 */
public final class GhostCodec implements BoardCodec {
  /** Name of the protocol in the configuration. */
  public static final String NAME = "ghost-legacy";

  private static final BoardTraits TRAITS =
      new BoardTraits(
          NAME,
          115_200,
          EnumSet.of(
              BoardPromise.POSITION_CONTROL,
              BoardPromise.CURRENT,
              BoardPromise.ATTITUDE,
              BoardPromise.RESTART_DETECTION,
              BoardPromise.ACKNOWLEDGEMENT),
          10_000_000,
          20_000_000,
          GhostFrame.COMMAND_BYTES);

  private static final double COMPLIANT_KP = 0.1;

  private final GhostLegs legs;
  private final MarkedFrames frames = new MarkedFrames(GhostFrame.STATE_BYTES);
  private final double[] position = new double[Motor.COUNT];
  private final double[] stiffness = new double[Motor.COUNT];
  private final double[] present = new double[Motor.COUNT];
  private boolean knowsPresent;
  private long states;
  private long newestNanos = Long.MIN_VALUE;
  private int starts = 1;

  /**
   * @param unit unit of r in the board's firmware
   */
  public GhostCodec(GhostLegs.Unit unit) {
    legs = new GhostLegs(unit, RobotGeometry.nominal());
  }

  @Override
  public BoardTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean accept(byte value, BoardSample sample) {
    if (!frames.accept(value)) {
      return false;
    }
    if (!GhostFrame.decodeState(frames.frame(), sample)) {
      frames.refused();
      return false;
    }
    frames.accepted();
    states++;
    // The protocol has no boot id, but the board's time restarts at 0.
    if (sample.boardTimeNanos < newestNanos) {
      starts++;
    }
    newestNanos = sample.boardTimeNanos;
    sample.bootId = starts;
    sample.sequenceModulus = 0;
    System.arraycopy(sample.values.encoderAngleRad, 0, present, 0, Motor.COUNT);
    knowsPresent = true;
    return true;
  }

  /** Single motors cannot be switched off: if one must be off, all are switched off. */
  @Override
  public int encode(BoardCommand command, byte[] out) {
    if (command.offMotors != 0) {
      return kill(out);
    }
    switch (command.mode) {
      case POSITION -> {
        legs.toLegs(command.value, position);
        legs.toStiffness(command.kp, position, stiffness);
      }
      case DAMPING -> {
        if (!knowsPresent) {
          return kill(out);
        }
        legs.toLegs(present, position);
        legs.toStiffness(COMPLIANT_KP, position, stiffness);
      }
      case OFF, DUTY, TORQUE -> {
        return kill(out);
      }
    }
    return GhostFrame.encodeCommand(GhostFrame.SET_POSITION, position, stiffness, out);
  }

  @Override
  public long frames() {
    return states;
  }

  @Override
  public long damaged() {
    return frames.skipped();
  }

  private int kill(byte[] out) {
    Arrays.fill(position, 0);
    Arrays.fill(stiffness, 0);
    return GhostFrame.encodeCommand(GhostFrame.KILL, position, stiffness, out);
  }
}
