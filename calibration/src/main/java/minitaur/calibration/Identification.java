package minitaur.calibration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import minitaur.hal.Motor;

/**
 * Identified motor parameters and latencies.
 *
 * @param date date of the identification
 * @param procedure procedure that determined it
 * @param commandLatencySeconds time from writing a command to the resulting torque
 * @param positionLatencySeconds age of the encoder sample that the position controller uses
 * @param observationLatencySeconds age of a state when it is read from the robot interface
 * @param commandToEncoderSeconds time from writing a command to reading the resulting motion, by
 *     cross-correlation; includes the response time of the motors
 * @param motors parameters of each motor
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

  /** Identified parameters of a motor. */
  public MotorIdentification of(Motor motor) {
    return Objects.requireNonNull(motors.get(motor));
  }
}
