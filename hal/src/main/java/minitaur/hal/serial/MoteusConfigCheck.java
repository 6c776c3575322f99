package minitaur.hal.serial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.Text;
import minitaur.hal.wire.FdcanusbLine;
import minitaur.hal.wire.MoteusText;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored configuration of eight moteus controllers with the requirements of this
 * program. It only reads values and sends no motor commands. Values that every command contains
 * (watchdog, velocity and acceleration limit, max torque) are not compared.
 */
public final class MoteusConfigCheck {
  private static final long REPLY_TIMEOUT_NANOS = 100_000_000;
  private static final long POLL_NANOS = 2_000_000;
  private static final int REPLY_REQUESTED = 0x8000;

  /** Covers the range of a leg with its zero anywhere within a turn. */
  private static final double MIN_RANGE_TURNS = 2;

  private static final double GAIN_TOLERANCE = 0.01;

  /** Values of servo.timeout_mode after which a controller without commands is safe. */
  private static final double STOPPED = 0;

  private static final double DAMPED = 12;

  /** The configured values on which this program depends. */
  private static final List<String> KEYS =
      List.of(
          "servopos.position_min",
          "servopos.position_max",
          "servo.timeout_mode",
          "servo.pid_position.kp",
          "servo.pid_position.kd");

  private final SerialLink link;
  private final Clock clock;
  private final FdcanusbLine line = FdcanusbLine.fromBus();
  private final byte[] data = new byte[FdcanusbLine.MAX_DATA_BYTES];
  private final byte[] sendBuffer = new byte[FdcanusbLine.MAX_LINE_BYTES];
  private final byte[] receiveBuffer = new byte[256];

  private MoteusConfigCheck(SerialLink link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  /**
   * Reads and compares the configuration of each controller.
   *
   * @param port port of the controllers; opened and closed
   * @param kpPerTurn servo.pid_position.kp that the codec assumes, Nm/turn
   * @param kdPerTurn servo.pid_position.kd that the codec assumes, Nm s/turn
   * @return problems with their remedies; empty when there are none or no controller replies
   * @throws SerialLinkException when the port cannot be used
   */
  public static List<String> findProblems(
      SerialPortSource port, int baudRate, double kpPerTurn, double kdPerTurn, Clock clock)
      throws SerialLinkException {
    SerialLink link = port.open(baudRate);
    try {
      MoteusConfigCheck check = new MoteusConfigCheck(link, clock);
      List<String> problems = new ArrayList<>();
      boolean[] replied = new boolean[Motor.COUNT];
      for (Motor motor : Motor.values()) {
        replied[motor.ordinal()] = check.check(motor, kpPerTurn, kdPerTurn, problems);
      }
      return Arrays.equals(replied, new boolean[Motor.COUNT])
          ? List.of()
          : Collections.unmodifiableList(problems);
    } finally {
      link.close();
    }
  }

  /** Checks one controller and returns whether it replies. */
  private boolean check(Motor motor, double kp, double kd, List<String> problems)
      throws SerialLinkException {
    for (String key : KEYS) {
      String reply = readValue(motor, key);
      if (reply == null) {
        problems.add(
            Text.of(
                "the controller of %s (number %d) does not report %s; check its firmware",
                motor, motor.ordinal() + 1, key));
        return false;
      }
      double value;
      try {
        value = reply.equals("nan") ? Double.NaN : Double.parseDouble(reply);
      } catch (NumberFormatException e) {
        problems.add(
            Text.of(
                "the controller of %s (number %d) reports \"%s\" for %s; check its firmware",
                motor, motor.ordinal() + 1, reply, key));
        continue;
      }
      String remedy = remedy(key, value, kp, kd);
      if (remedy != null) {
        problems.add(
            Text.of(
                "%s of %s (controller %d) is %s: %s, then conf write",
                key, motor, motor.ordinal() + 1, reply, remedy));
      }
    }
    return true;
  }

  /** Why a value is not suitable, with the remedy; null if it is suitable. */
  private static @Nullable String remedy(String key, double value, double kp, double kd) {
    return switch (key) {
      case "servopos.position_min" ->
          Double.isNaN(value) || value <= -MIN_RANGE_TURNS
              ? null
              : "it stops the leg within its range; conf set servopos.position_min nan";
      case "servopos.position_max" ->
          Double.isNaN(value) || value >= MIN_RANGE_TURNS
              ? null
              : "it stops the leg within its range; conf set servopos.position_max nan";
      case "servo.timeout_mode" ->
          value == STOPPED || value == DAMPED
              ? null
              : "without commands it neither damps nor switches off; conf set servo.timeout_mode 12"
                  + " (damps) or 0 (switches off)";
      case "servo.pid_position.kp" ->
          isNear(value, kp)
              ? null
              : Text.of(
                  "position gains are scaled by %g; conf set servo.pid_position.kp %g", kp, kp);
      case "servo.pid_position.kd" ->
          isNear(value, kd)
              ? null
              : Text.of(
                  "velocity gains are scaled by %g; conf set servo.pid_position.kd %g", kd, kd);
      default -> throw new IllegalArgumentException(key);
    };
  }

  private static boolean isNear(double value, double expected) {
    return Math.abs(value - expected) <= GAIN_TOLERANCE * expected;
  }

  /** The configured value as sent by the controller; null if it does not reply in time. */
  private @Nullable String readValue(Motor motor, String key) throws SerialLinkException {
    send(motor, MoteusText.encodeCommand("conf get " + key + "\n", data), 0);
    StringBuilder reply = new StringBuilder();
    long deadline = clock.nanos() + REPLY_TIMEOUT_NANOS;
    while (clock.nanos() < deadline) {
      send(motor, MoteusText.encodePoll(data), REPLY_REQUESTED);
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      receive(motor, reply);
      int end = reply.indexOf("\n");
      if (end >= 0) {
        return reply.substring(0, end).strip().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private void send(Motor motor, int length, int flags) throws SerialLinkException {
    link.write(
        sendBuffer,
        FdcanusbLine.encodeSend(flags | (motor.ordinal() + 1), data, length, sendBuffer, 0));
  }

  private void receive(Motor motor, StringBuilder reply) throws SerialLinkException {
    int count = link.read(receiveBuffer);
    for (int i = 0; i < count; i++) {
      if (line.accept(receiveBuffer[i]) && (line.identifier() >> 8) == motor.ordinal() + 1) {
        String chunk = MoteusText.decodeReply(line.data(), line.dataLength());
        reply.append(chunk == null ? "" : chunk);
      }
    }
  }
}
