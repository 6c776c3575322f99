package minitaur.calibration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import minitaur.hal.Motor;

/**
 * What the motors and the way to them really do.
 *
 * @param date when it was found
 * @param procedure how it was found
 * @param commandLatencySeconds from writing a command to the torque that it makes
 * @param positionLatencySeconds age of the encoders' sample that the position law works with
 * @param observationLatencySeconds age of what is read at the seam
 * @param commandToEncoderSeconds from writing a command to reading the motion that it made, by
 *     cross-correlation: the motors' own answer is in it
 * @param motors an entry for every motor
 */
public record Identification(
    String date,
    String procedure,
    Estimate commandLatencySeconds,
    Estimate positionLatencySeconds,
    Estimate observationLatencySeconds,
    Estimate commandToEncoderSeconds,
    Map<Motor, MotorIdentification> motors) {

  public Identification {
    for (Motor motor : Motor.values()) {
      if (!motors.containsKey(motor)) {
        throw new IllegalArgumentException(motor + " is missing; every motor needs an entry");
      }
    }
    commandLatencySeconds.requireWithin(-1, 1, "commandLatencySeconds");
    positionLatencySeconds.requireWithin(-1, 1, "positionLatencySeconds");
    observationLatencySeconds.requireWithin(-1, 1, "observationLatencySeconds");
    commandToEncoderSeconds.requireWithin(-1, 1, "commandToEncoderSeconds");
    motors = Collections.unmodifiableMap(new EnumMap<>(motors));
  }

  /** What was found of a motor. */
  public MotorIdentification of(Motor motor) {
    MotorIdentification found = motors.get(motor);
    if (found == null) {
      throw new IllegalStateException(motor + " is missing");
    }
    return found;
  }
}
