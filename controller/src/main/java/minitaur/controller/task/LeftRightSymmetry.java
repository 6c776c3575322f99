package minitaur.controller.task;

import java.util.Arrays;
import java.util.stream.IntStream;
import minitaur.hal.Leg;
import minitaur.hal.Motor;

/**
 * Left-right symmetry of the robot: maps an observation, an action or a state to its mirror image
 * in the robot's x-z plane. Component i of the mirrored vector is {@code sign[i] *
 * vector[permutation[i]]}.
 *
 * <p>Mirroring swaps the left and right legs; rear motors map to rear motors. Motor angles, swings
 * and extensions keep their signs, because they are measured in the plane of the leg. Roll and the
 * angular velocity about x change sign; pitch and the angular velocity about y do not.
 *
 * @param permutation index of the component that each mirrored component comes from. Not modified.
 * @param sign each 1 or -1. Not modified.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record LeftRightSymmetry(int[] permutation, int[] sign) {
  /** The symmetry of an observation. */
  public static LeftRightSymmetry ofObservation() {
    int[] permutation = IntStream.range(0, ObservationLayout.OBSERVATION_SIZE).toArray();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      Leg mirrored = mirrored(Motor.of(motor).leg());
      Motor partner = Motor.of(motor).isRear() ? mirrored.rear() : mirrored.front();
      permutation[ObservationLayout.MOTOR_ANGLES + motor] =
          ObservationLayout.MOTOR_ANGLES + partner.ordinal();
    }
    int[] sign = new int[ObservationLayout.OBSERVATION_SIZE];
    Arrays.fill(sign, 1);
    sign[ObservationLayout.ROLL] = -1;
    sign[ObservationLayout.ANGULAR_VELOCITY_X] = -1;
    return new LeftRightSymmetry(permutation, sign);
  }

  /** The symmetry of an action. */
  public static LeftRightSymmetry ofAction() {
    int[] permutation = new int[ObservationLayout.ACTION_SIZE];
    for (int leg = 0; leg < Leg.COUNT; leg++) {
      int partner = mirrored(Leg.of(leg)).ordinal();
      permutation[ObservationLayout.SWINGS + leg] = ObservationLayout.SWINGS + partner;
      permutation[ObservationLayout.EXTENSIONS + leg] = ObservationLayout.EXTENSIONS + partner;
    }
    int[] sign = new int[ObservationLayout.ACTION_SIZE];
    Arrays.fill(sign, 1);
    return new LeftRightSymmetry(permutation, sign);
  }

  /** The symmetry of a policy's state: mirrors each of its observations and actions. */
  public static LeftRightSymmetry ofState() {
    int[] permutation = new int[ObservationLayout.STATE_SIZE];
    int[] sign = new int[ObservationLayout.STATE_SIZE];
    for (int age = 0; age <= ObservationLayout.HISTORY_LENGTH; age++) {
      ofObservation().copyTo(permutation, sign, age * ObservationLayout.OBSERVATION_SIZE);
    }
    for (int age = 0; age < ObservationLayout.HISTORY_LENGTH; age++) {
      ofAction()
          .copyTo(
              permutation,
              sign,
              ObservationLayout.PAST_ACTIONS + age * ObservationLayout.ACTION_SIZE);
    }
    return new LeftRightSymmetry(permutation, sign);
  }

  private void copyTo(int[] indices, int[] signs, int offset) {
    for (int i = 0; i < permutation.length; i++) {
      indices[offset + i] = offset + permutation[i];
      signs[offset + i] = sign[i];
    }
  }

  private static Leg mirrored(Leg leg) {
    return switch (leg) {
      case FRONT_LEFT -> Leg.FRONT_RIGHT;
      case FRONT_RIGHT -> Leg.FRONT_LEFT;
      case BACK_LEFT -> Leg.BACK_RIGHT;
      case BACK_RIGHT -> Leg.BACK_LEFT;
    };
  }
}
