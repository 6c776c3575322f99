package minitaur.hal.serial;

import java.util.Arrays;
import java.util.EnumSet;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.FrameScanner;
import minitaur.hal.wire.GhostFrame;

/**
 * Codec of the Ghost mainboard's legacy protocol at 115200 baud. The position law runs on the
 * board, in leg space, with 50 commands per second. The board has no watchdog for positions: <b>it
 * holds the last position forever when the host dies</b>; {@link HostWatchdog} covers that.
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
              BoardCapability.POSITION_CONTROL,
              BoardCapability.CURRENT,
              BoardCapability.ATTITUDE,
              BoardCapability.RESTART_DETECTION,
              BoardCapability.ACKNOWLEDGEMENT),
          10_000_000,
          20_000_000,
          GhostFrame.COMMAND_BYTES);

  private static final double COMPLIANT_KP = 0.1;

  private final GhostLegCoordinates legs;
  private final FrameScanner scanner = new FrameScanner(GhostFrame.STATE_BYTES);
  private final double[] position = new double[Motor.COUNT];
  private final double[] stiffness = new double[Motor.COUNT];
  private final double[] measuredAngle = new double[Motor.COUNT];
  private boolean hasMeasuredAngle;
  private long lastBoardNanos = Long.MIN_VALUE;
  private int bootCount = 1;

  /**
   * @param unit unit of r in the board's firmware
   */
  public GhostCodec(GhostLegCoordinates.Unit unit) {
    legs = new GhostLegCoordinates(unit, RobotGeometry.nominal());
  }

  @Override
  public BoardTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean accept(byte value, BoardSample sample) {
    if (!scanner.accept(value)) {
      return false;
    }
    if (!GhostFrame.decodeState(scanner.frame(), sample)) {
      scanner.rejectFrame();
      return false;
    }
    scanner.acceptFrame();
    // The protocol has no boot id, but the board's time restarts at 0.
    if (sample.boardTimeNanos < lastBoardNanos) {
      bootCount++;
    }
    lastBoardNanos = sample.boardTimeNanos;
    sample.bootId = bootCount;
    sample.sequenceModulus = 0;
    System.arraycopy(sample.values.encoderAngleRad, 0, measuredAngle, 0, Motor.COUNT);
    hasMeasuredAngle = true;
    return true;
  }

  /** Single motors cannot be switched off: if one must be off, all are switched off. */
  @Override
  public int encode(BoardCommand command, byte[] out) {
    if (command.disabledMotors != 0) {
      return encodeKill(out);
    }
    switch (command.mode) {
      case POSITION -> {
        legs.toLegCoordinates(command.value, position);
        legs.toStiffness(command.kp, position, stiffness);
      }
      case DAMPING -> {
        if (!hasMeasuredAngle) {
          return encodeKill(out);
        }
        legs.toLegCoordinates(measuredAngle, position);
        legs.toStiffness(COMPLIANT_KP, position, stiffness);
      }
      case OFF, DUTY, TORQUE -> {
        return encodeKill(out);
      }
    }
    return GhostFrame.encodeCommand(GhostFrame.SET_POSITION, position, stiffness, out);
  }

  @Override
  public long damaged() {
    return scanner.skipped();
  }

  private int encodeKill(byte[] out) {
    Arrays.fill(position, 0);
    Arrays.fill(stiffness, 0);
    return GhostFrame.encodeCommand(GhostFrame.KILL, position, stiffness, out);
  }
}
