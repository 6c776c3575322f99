package minitaur.sim.board;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import minitaur.hal.Motor;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a board at a time.
 *
 * @param kind what
 * @param seconds when, since the board's start
 * @param motor whose encoder; null for what is no encoder's
 */
public record ScheduledFault(Kind kind, double seconds, @Nullable Motor motor) {
  /** What can happen. */
  public enum Kind {
    /** The board says nothing any more. */
    SILENT,
    /** It speaks again. */
    SPEAKING,
    /** Its plug is pulled. */
    UNPLUG,
    /** The plug is put in again. */
    REPLUG,
    /** It starts again by itself. */
    REBOOT,
    /** The inertial unit gives no samples any more. */
    IMU_SILENT,
    /** An encoder stays where it is. */
    ENCODER_STUCK,
    /** An encoder says nonsense. */
    ENCODER_ABSURD,
    /** Encoders and inertial unit work again. */
    CLEAR;

    private boolean isEncoder() {
      return this == ENCODER_STUCK || this == ENCODER_ABSURD;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Refuses what cannot be. */
  public ScheduledFault {
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("a fault's time must be at least 0 s, not " + seconds);
    }
    if (kind.isEncoder() != (motor != null)) {
      throw new IllegalArgumentException(
          kind.text() + (motor == null ? " needs a motor" : " has no motor"));
    }
  }

  /**
   * Reads {@code KIND@SECONDS} or {@code KIND:MOTOR@SECONDS}.
   *
   * @throws IllegalArgumentException with what is wrong, in words
   */
  public static ScheduledFault parse(String text) {
    int at = text.indexOf('@');
    String what = at < 0 ? text : text.substring(0, at);
    int colon = what.indexOf(':');
    try {
      Kind kind = Kind.valueOf(constant(colon < 0 ? what : what.substring(0, colon)));
      Motor motor = colon < 0 ? null : Motor.valueOf(constant(what.substring(colon + 1)));
      if (at > 0) {
        return new ScheduledFault(kind, Double.parseDouble(text.substring(at + 1)), motor);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(refusal(text), e);
    }
    throw new IllegalArgumentException(refusal(text));
  }

  private static String refusal(String text) {
    return "'%s' is no fault; write KIND@SECONDS, for encoders KIND:MOTOR@SECONDS such as encoder-stuck:front-left-l@10, with a kind of %s"
        .formatted(
            text, Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", ")));
  }

  private static String constant(String text) {
    return text.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
