package minitaur.hal.serial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.wire.CanLine;
import minitaur.hal.wire.MoteusText;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored configuration of eight moteus controllers with the requirements of this
 * program. It only reads values and sends no motor commands. Values that every command contains
 * (watchdog, velocity and acceleration limit, max torque) are not compared.
 */
public final class MoteusConfiguration {
  private static final long ANSWER_NANOS = 100_000_000;
  private static final long POLL_NANOS = 2_000_000;
  private static final int ANSWER_WANTED = 0x8000;

  /** Covers the range of a leg with its zero anywhere within a turn. */
  private static final double MIN_RANGE_TURNS = 2;

  private static final double GAIN_TOLERANCE = 0.01;

  /** A configured value on which this program depends. */
  private enum Item {
    POSITION_MIN("servopos.position_min") {
      @Override
      @Nullable String remedy(double value, double kp, double kd) {
        return Double.isNaN(value) || value <= -MIN_RANGE_TURNS
            ? null
            : "it stops the leg within its range; conf set servopos.position_min nan";
      }
    },
    POSITION_MAX("servopos.position_max") {
      @Override
      @Nullable String remedy(double value, double kp, double kd) {
        return Double.isNaN(value) || value >= MIN_RANGE_TURNS
            ? null
            : "it stops the leg within its range; conf set servopos.position_max nan";
      }
    },
    TIMEOUT_MODE("servo.timeout_mode") {
      @Override
      @Nullable String remedy(double value, double kp, double kd) {
        return value == STOPPED || value == DAMPED
            ? null
            : "after a lost host it neither damps nor switches off; conf set servo.timeout_mode 12"
                + " (damps) or 0 (switches off)";
      }
    },
    KP("servo.pid_position.kp") {
      @Override
      @Nullable String remedy(double value, double kp, double kd) {
        return isNear(value, kp)
            ? null
            : text("position gains are scaled by %g; conf set servo.pid_position.kp %g", kp, kp);
      }
    },
    KD("servo.pid_position.kd") {
      @Override
      @Nullable String remedy(double value, double kp, double kd) {
        return isNear(value, kd)
            ? null
            : text("velocity gains are scaled by %g; conf set servo.pid_position.kd %g", kd, kd);
      }
    };

    private static final double STOPPED = 0;
    private static final double DAMPED = 12;

    private final String key;

    Item(String key) {
      this.key = key;
    }

    /** Why a value is not suitable, with the remedy; null if it is suitable. */
    abstract @Nullable String remedy(double value, double kp, double kd);

    private static boolean isNear(double value, double wanted) {
      return Math.abs(value - wanted) <= GAIN_TOLERANCE * wanted;
    }
  }

  private final SerialLink link;
  private final Clock clock;
  private final CanLine line = CanLine.fromBus();
  private final byte[] data = new byte[CanLine.LONGEST_DATA];
  private final byte[] outgoing = new byte[CanLine.LONGEST_LINE];
  private final byte[] arrived = new byte[256];

  private MoteusConfiguration(SerialLink link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  /**
   * Reads and compares the configuration of each controller.
   *
   * @param port port of the controllers; opened and closed
   * @param kpPerTurn servo.pid_position.kp that the codec assumes, Nm/turn
   * @param kdPerTurn servo.pid_position.kd that the codec assumes, Nm s/turn
   * @return problems with their remedies; empty when there are none or no controller answers
   * @throws SerialLinkException when the port cannot be used
   */
  public static List<String> problems(
      SerialPortSource port, int baudRate, double kpPerTurn, double kdPerTurn, Clock clock)
      throws SerialLinkException {
    SerialLink link = port.open(baudRate);
    try {
      MoteusConfiguration configuration = new MoteusConfiguration(link, clock);
      List<String> problems = new ArrayList<>();
      boolean[] answers = new boolean[Motor.COUNT];
      for (Motor motor : Motor.values()) {
        answers[motor.ordinal()] = configuration.check(motor, kpPerTurn, kdPerTurn, problems);
      }
      return Arrays.equals(answers, new boolean[Motor.COUNT])
          ? List.of()
          : Collections.unmodifiableList(problems);
    } finally {
      link.close();
    }
  }

  /** Checks one controller and returns whether it answers. */
  private boolean check(Motor motor, double kp, double kd, List<String> problems)
      throws SerialLinkException {
    for (Item item : Item.values()) {
      String answer = get(motor, item.key);
      if (answer == null) {
        problems.add(
            text(
                "the controller of %s (number %d) does not report %s; check its firmware",
                motor, motor.ordinal() + 1, item.key));
        return false;
      }
      double value;
      try {
        value = answer.equals("nan") ? Double.NaN : Double.parseDouble(answer);
      } catch (NumberFormatException e) {
        problems.add(
            text(
                "the controller of %s (number %d) reports \"%s\" for %s; check its firmware",
                motor, motor.ordinal() + 1, answer, item.key));
        continue;
      }
      String remedy = item.remedy(value, kp, kd);
      if (remedy != null) {
        problems.add(
            text(
                "%s of %s (controller %d) is %s: %s, then conf write",
                item.key, motor, motor.ordinal() + 1, answer, remedy));
      }
    }
    return true;
  }

  /** The configured value as sent by the controller; null if it does not answer in time. */
  private @Nullable String get(Motor motor, String key) throws SerialLinkException {
    send(motor, MoteusText.encodeCommand("conf get " + key + "\n", data), 0);
    StringBuilder answer = new StringBuilder();
    long deadline = clock.nanos() + ANSWER_NANOS;
    while (clock.nanos() < deadline) {
      send(motor, MoteusText.encodePoll(data), ANSWER_WANTED);
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      receive(motor, answer);
      int end = answer.indexOf("\n");
      if (end >= 0) {
        return answer.substring(0, end).strip().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private void send(Motor motor, int length, int flags) throws SerialLinkException {
    link.write(outgoing, CanLine.send(flags | (motor.ordinal() + 1), data, length, outgoing, 0));
  }

  private void receive(Motor motor, StringBuilder answer) throws SerialLinkException {
    int count = link.read(arrived);
    for (int i = 0; i < count; i++) {
      if (line.accept(arrived[i]) && (line.identifier() >> 8) == motor.ordinal() + 1) {
        String piece = MoteusText.decodeAnswer(line.data(), line.dataLength());
        answer.append(piece == null ? "" : piece);
      }
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
