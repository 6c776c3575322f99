package minitaur.sim.board;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import minitaur.hal.Motor;
import org.jspecify.annotations.Nullable;

/**
 * A fault of the board, or a recovery, at a scheduled time.
 *
 * @param kind kind of fault
 * @param seconds time since the board's start
 * @param motor motor of the affected encoder; null for other faults
 */
public record ScheduledFault(Kind kind, double seconds, @Nullable Motor motor) {
  /** Kinds of faults. */
  public enum Kind {
    /** The board stops sending. */
    SILENT,
    /** The board sends again. */
    SPEAKING,
    /** The cable is disconnected. */
    UNPLUG,
    /** The cable is reconnected. */
    REPLUG,
    /** The board reboots. */
    REBOOT,
    /** The IMU stops delivering samples. */
    IMU_SILENT,
    /** All encoders stop delivering samples. */
    ENCODERS_SILENT,
    /** An encoder is frozen at its current value. */
    ENCODER_STUCK,
    /** An encoder reports random values. */
    ENCODER_ABSURD,
    /** All encoder and IMU faults are cleared. */
    CLEAR;

    private boolean isEncoder() {
      return this == ENCODER_STUCK || this == ENCODER_ABSURD;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public ScheduledFault {
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("a fault's time must be at least 0 s, not " + seconds);
    }
    if (kind.isEncoder() != (motor != null)) {
      throw new IllegalArgumentException(
          kind.text() + (motor == null ? " needs a motor" : " does not take a motor"));
    }
  }

  /**
   * Parses {@code KIND@SECONDS} or {@code KIND:MOTOR@SECONDS}.
   *
   * @throws IllegalArgumentException with a user-facing message if it is invalid
   */
  public static ScheduledFault parse(String text) {
    int at = text.indexOf('@');
    String target = at < 0 ? text : text.substring(0, at);
    int colon = target.indexOf(':');
    try {
      Kind kind = Kind.valueOf(toConstantName(colon < 0 ? target : target.substring(0, colon)));
      Motor motor = colon < 0 ? null : Motor.valueOf(toConstantName(target.substring(colon + 1)));
      if (at > 0) {
        return new ScheduledFault(kind, Double.parseDouble(text.substring(at + 1)), motor);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(syntaxError(text), e);
    }
    throw new IllegalArgumentException(syntaxError(text));
  }

  private static String syntaxError(String text) {
    return "invalid fault '%s'; use KIND@SECONDS, for encoders KIND:MOTOR@SECONDS such as encoder-stuck:front-left-l@10; kinds: %s"
        .formatted(
            text, Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", ")));
  }

  private static String toConstantName(String text) {
    return text.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
