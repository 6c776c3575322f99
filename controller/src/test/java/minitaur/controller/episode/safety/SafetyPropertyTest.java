package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * On random states, compares the safety check with a second, simple implementation of all limits.
 */
class SafetyPropertyTest {
  private static final RobotLimits ROBOT = RobotLimits.nominal();
  private static final Lane LANE = new Lane(1, 5, 0.8);
  private static final double TILT = Math.toRadians(30);
  private static final long NOW = 77_000_000_000L;

  private final SafetySupervisor supervisor =
      new SafetySupervisor(new SafetyLimits(TILT, ROBOT, 0.4, LANE));
  private final Random random = new Random(9);

  @Test
  void neverContinuesBeyondALimit() {
    Map<Reason, Integer> seen = new EnumMap<>(Reason.class);
    int falls = 0;
    int continued = 0;
    for (int i = 0; i < 100_000; i++) {
      ControlTick tick = standing();
      // Zero to three faults, so that limits are exceeded individually and in combination.
      for (int fault = random.nextInt(4); fault > 0; fault--) {
        injectFault(tick, random.nextInt(14));
      }
      Set<Reason> violations = violatedLimits(tick);
      boolean fallen = isFallen(tick);
      Verdict verdict = supervisor.check(tick);
      if (violations.isEmpty() && !fallen) {
        continued++;
        assertThat(verdict).isSameAs(Verdict.CONTINUE);
        continue;
      }
      EpisodeEnd end = end(verdict);
      assertThat(end).as("violated limits %s, fallen %s", violations, fallen).isNotNull();
      if (end instanceof Truncation truncation) {
        assertThat(violations).contains(truncation.reason());
        assertThat(verdict instanceof Verdict.StopMotors)
            .as("%s stops the motors", truncation)
            .isEqualTo(stopsMotors(truncation.reason(), tick));
        seen.merge(truncation.reason(), 1, Integer::sum);
      } else {
        assertThat(fallen).isTrue();
        falls++;
      }
    }
    assertThat(continued).isGreaterThan(10_000);
    assertThat(falls).isGreaterThan(1_000);
    assertThat(seen.keySet())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(
                EnumSet.of(
                    Reason.TIME_LIMIT,
                    Reason.RUN_ENDED,
                    Reason.ACTION_INVALID,
                    Reason.ACTION_JUMP,
                    Reason.ROBOT_STOPPED)));
    assertThat(seen.values()).allMatch(count -> count > 100);
  }

  /** Whether position control could hurt the robot, instead of only being of no use. */
  private static boolean stopsMotors(Reason reason, ControlTick tick) {
    return switch (reason) {
      case LINK_LOST, ENCODERS_STALE, BATTERY_LOW, POLICY_MISMATCH -> true;
      // Of an encoder, not of the IMU.
      case SENSOR_INVALID -> Double.isFinite(tick.state.rollRad + tick.state.pitchRad);
      default -> false;
    };
  }

  /** A robot standing at the start, within all limits. */
  private static ControlTick standing() {
    ControlTick tick = new ControlTick();
    tick.timeNanos = NOW;
    tick.nowNanos = NOW + 100_000;
    tick.state.connected = true;
    tick.state.batteryVoltage = 16;
    tick.state.encoderTimeNanos = NOW - 15_000_000;
    tick.state.imuTimeNanos = NOW - 15_000_000;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      tick.state.motorAngleRad[motor] = 2;
      tick.state.motorTemperatureCelsius[motor] = 40;
    }
    tick.track.xMetres = 1;
    tick.track.yMetres = 0;
    tick.track.zMetres = 0.25;
    return tick;
  }

  private void injectFault(ControlTick tick, int faultType) {
    int motor = random.nextInt(Motor.COUNT);
    switch (faultType) {
      case 0 -> tick.stopRequested = true;
      case 1 -> tick.state.connected = false;
      case 2 -> tick.state.rollRad = randomAngle(Math.PI);
      case 3 -> tick.state.pitchRad = randomAngle(Math.PI / 2);
      case 4 -> tick.state.encoderTimeNanos = randomTime();
      case 5 -> tick.state.imuTimeNanos = randomTime();
      case 6 -> tick.batteryLowNanos = Math.round(random.nextDouble() * 6e8);
      case 7 -> tick.overloadNanos = Math.round(random.nextDouble() * 16e8);
      case 8 -> tick.state.motorTemperatureCelsius[motor] = maybeNan(30 + 90 * random.nextDouble());
      case 9 -> tick.nowNanos += random.nextInt(80_000_000);
      case 10 -> tick.policyChanged = true;
      case 11 -> {
        tick.track.xMetres = maybeNan(-3 + 10 * random.nextDouble());
        tick.track.yMetres = maybeNan(2 * random.nextGaussian());
        tick.track.zMetres = maybeNan(0.3 * random.nextDouble());
      }
      case 12 -> tick.track.velocityUnknownNanos = random.nextInt(800_000_000);
      default -> {
        double swing = random.nextDouble() * 4 - 2;
        for (Leg leg : Leg.values()) {
          double extension = Math.PI * random.nextDouble();
          double legSwing = random.nextInt(3) == 0 ? 0 : leg.isFront() ? -swing : swing;
          tick.state.motorAngleRad[leg.rear().ordinal()] =
              maybeNan(FiveBarLeg.rearAngle(legSwing, extension));
          tick.state.motorAngleRad[leg.front().ordinal()] =
              FiveBarLeg.frontAngle(legSwing, extension);
        }
      }
    }
  }

  private double randomAngle(double max) {
    return maybeNan(max * (2 * random.nextDouble() - 1));
  }

  /** Returns the value, or sometimes NaN. */
  private double maybeNan(double value) {
    return random.nextInt(40) == 0 ? Double.NaN : value;
  }

  private long randomTime() {
    return random.nextInt(10) == 0
        ? Long.MIN_VALUE
        : NOW + random.nextInt(400_000_000) - 200_000_000;
  }

  private static boolean isFallen(ControlTick tick) {
    return Math.abs(tick.state.rollRad) > TILT || Math.abs(tick.state.pitchRad) > TILT;
  }

  /** All limits that a state exceeds, computed by a simple implementation. */
  private static Set<Reason> violatedLimits(ControlTick tick) {
    Set<Reason> violations = EnumSet.noneOf(Reason.class);
    addIf(violations, tick.stopRequested, Reason.OPERATOR);
    addIf(violations, !tick.state.connected, Reason.LINK_LOST);
    addIf(violations, isStale(tick.state.encoderTimeNanos, tick.nowNanos), Reason.ENCODERS_STALE);
    addIf(violations, isStale(tick.state.imuTimeNanos, tick.nowNanos), Reason.IMU_STALE);
    addIf(
        violations,
        tick.batteryLowNanos * 1e-9 > ROBOT.battery().maxBatteryLowSeconds(),
        Reason.BATTERY_LOW);
    addIf(
        violations,
        tick.overloadNanos * 1e-9 > ROBOT.motors().maxOverloadSeconds(),
        Reason.MOTOR_STRAINED);
    addIf(violations, tick.policyChanged, Reason.POLICY_MISMATCH);
    addIf(violations, tick.nowNanos - tick.timeNanos > 40_000_000, Reason.CONTROL_LATE);
    boolean notFinite = Double.isNaN(tick.state.rollRad) || Double.isNaN(tick.state.pitchRad);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      notFinite |= Double.isNaN(tick.state.motorAngleRad[motor]);
      addIf(
          violations,
          tick.state.motorTemperatureCelsius[motor] > ROBOT.motors().maxMotorCelsius(),
          Reason.MOTOR_HOT);
    }
    addIf(violations, notFinite, Reason.SENSOR_INVALID);
    if (!notFinite) {
      addPosture(violations, tick);
    }
    addIf(
        violations,
        tick.track.velocityUnknownNanos == 0
            && tick.track.zMetres < ROBOT.posture().minHeightMetres(),
        Reason.TOO_LOW);
    addIf(violations, tick.track.velocityUnknownNanos >= 400_000_000, Reason.MOCAP_LOST);
    addIf(
        violations,
        tick.track.xMetres < -1 || tick.track.xMetres > 5 || Math.abs(tick.track.yMetres) > 0.8,
        Reason.OUT_OF_LANE);
    return violations;
  }

  private static void addPosture(Set<Reason> violations, ControlTick tick) {
    RobotGeometry geometry = RobotGeometry.nominal();
    FiveBarLeg leg = new FiveBarLeg(geometry);
    double[][] feet = new double[Leg.COUNT][2];
    double highest = Double.NEGATIVE_INFINITY;
    for (Leg currentLeg : Leg.values()) {
      double rear = tick.state.motorAngleRad[currentLeg.rear().ordinal()];
      double front = tick.state.motorAngleRad[currentLeg.front().ordinal()];
      double[] foot = feet[currentLeg.ordinal()];
      leg.footPosition(rear, front, foot);
      foot[0] += currentLeg.isFront() ? 0.2375 : -0.2375;
      double z = foot[1] + geometry.hipZ();
      double y = currentLeg.isLeft() ? 0.1265 : -0.1265;
      // Roll first, then pitch: R = Ry Rx.
      double rolledZ = y * Math.sin(tick.state.rollRad) + z * Math.cos(tick.state.rollRad);
      double height =
          -foot[0] * Math.sin(tick.state.pitchRad) + rolledZ * Math.cos(tick.state.pitchRad);
      highest = Math.max(highest, -height + 0.015);
      addIf(
          violations, rear + front < 0.40 || rear + front > 2 * Math.PI - 0.40, Reason.LEG_AT_STOP);
    }
    addIf(violations, highest < ROBOT.posture().minHeightMetres(), Reason.TOO_LOW);
    for (int side = 0; side < 2; side++) {
      Leg front = side == 0 ? Leg.FRONT_LEFT : Leg.FRONT_RIGHT;
      Leg back = side == 0 ? Leg.BACK_LEFT : Leg.BACK_RIGHT;
      double frontKnee =
          0.2375 - 0.101 * Math.sin(tick.state.motorAngleRad[front.rear().ordinal()]);
      double backKnee =
          -0.2375 + 0.101 * Math.sin(tick.state.motorAngleRad[back.front().ordinal()]);
      double gap =
          Math.min(feet[front.ordinal()][0], frontKnee)
              - Math.max(feet[back.ordinal()][0], backKnee);
      addIf(violations, gap < ROBOT.posture().minFootGapMetres(), Reason.LEGS_CROSSED);
    }
  }

  private static boolean isStale(long time, long now) {
    return time == Long.MIN_VALUE || Math.abs(now - time) > 100_000_000;
  }

  private static void addIf(Set<Reason> violations, boolean violated, Reason reason) {
    if (violated) {
      violations.add(reason);
    }
  }

  private static @Nullable EpisodeEnd end(Verdict verdict) {
    if (verdict instanceof Verdict.EndEpisode end) {
      return end.end();
    }
    return verdict instanceof Verdict.StopMotors stop ? stop.end() : null;
  }

  @Test
  void invalidActionStopsMotors() {
    for (int i = 0; i < 100_000; i++) {
      float[] action = new float[8];
      float[] previous = new float[8];
      for (int j = 0; j < 8; j++) {
        action[j] = random.nextFloat() * 2 - 1;
        previous[j] = random.nextFloat() * 2 - 1;
      }
      assertThat(supervisor.checkAction(action, previous)).isSameAs(Verdict.CONTINUE);
      float[] invalid = {Float.NaN, 1.01f, -7, Float.NEGATIVE_INFINITY};
      action[random.nextInt(8)] = invalid[random.nextInt(4)];
      assertThat(supervisor.checkAction(action, null))
          .isEqualTo(new Verdict.StopMotors(new Truncation(Reason.ACTION_INVALID)));
    }
  }

  @Test
  void actionJumpEndsEpisode() {
    RobotLimits tight =
        new RobotLimits(ROBOT.posture(), ROBOT.motors(), ROBOT.battery(), ROBOT.timing(), 0.5);
    SafetySupervisor strict = new SafetySupervisor(new SafetyLimits(TILT, tight, 0.4, LANE));
    float[] before = new float[8];
    float[] after = new float[8];
    after[5] = 0.5f;
    assertThat(strict.checkAction(after, before)).isSameAs(Verdict.CONTINUE);
    after[5] = 0.51f;
    assertThat(strict.checkAction(after, before))
        .isEqualTo(new Verdict.EndEpisode(new Truncation(Reason.ACTION_JUMP)));
    assertThat(strict.checkAction(after, null))
        .as("first action of an episode")
        .isSameAs(Verdict.CONTINUE);
  }

  @Test
  void measuresOverloadDurationFromStart() {
    OverloadTimer timer = supervisor.createOverloadTimer();
    ControlTick tick = standing();
    tick.state.motorTorqueNm[3] = -2.5;
    tick.state.batteryVoltage = 10.4;
    int ticks = 0;
    do {
      tick.timeNanos += 20_000_000;
      tick.nowNanos = tick.timeNanos;
      tick.state.encoderTimeNanos = tick.nowNanos;
      tick.state.imuTimeNanos = tick.nowNanos;
      timer.update(tick);
      ticks++;
    } while (ticks < 100 && supervisor.check(tick) == Verdict.CONTINUE);
    assertThat(end(supervisor.check(tick))).isEqualTo(new Truncation(Reason.BATTERY_LOW));
    assertThat(ticks).as("0.3 s at 50 Hz, then the first tick over the limit").isEqualTo(17);

    tick.state.batteryVoltage = Double.NaN;
    for (; ticks < 41; ticks++) {
      tick.nowNanos += 20_000_000;
      timer.update(tick);
    }
    assertThat(tick.batteryLowNanos).as("an unknown voltage is not low").isZero();
    assertThat(tick.overloadNanos).isEqualTo(800_000_000);
    tick.state.motorTorqueNm[3] = 0;
    timer.update(tick);
    assertThat(tick.overloadNanos).isZero();
  }

  @Test
  void resetOverloadTimerForgetsDurations() {
    OverloadTimer timer = supervisor.createOverloadTimer();
    ControlTick tick = standing();
    tick.state.motorTorqueNm[3] = 3;
    tick.state.batteryVoltage = 10;
    assertMeasuresOneStep(timer, tick);
    timer.reset();
    timer.update(tick);
    assertThat(tick.overloadNanos).isZero();
    assertThat(tick.batteryLowNanos).isZero();
  }

  private static void assertMeasuresOneStep(OverloadTimer timer, ControlTick tick) {
    timer.update(tick);
    tick.nowNanos += 20_000_000;
    timer.update(tick);
    assertThat(tick.overloadNanos).isEqualTo(20_000_000);
    assertThat(tick.batteryLowNanos).isEqualTo(20_000_000);
  }

  @Test
  void overloadTimerUsesLimitsOfSupervisor() {
    RobotLimits weak =
        new RobotLimits(
            ROBOT.posture(),
            new RobotLimits.MotorLoad(75, 1, 0.8),
            new RobotLimits.Battery(12, 0.3),
            ROBOT.timing(),
            2);
    OverloadTimer timer =
        new SafetySupervisor(new SafetyLimits(TILT, weak, 0.4, LANE)).createOverloadTimer();
    ControlTick tick = standing();
    tick.state.motorTorqueNm[3] = 1.1;
    tick.state.batteryVoltage = 11.9;
    assertMeasuresOneStep(timer, tick);
  }

  @Test
  void unknownTiltEndsMotionWithoutPolicy() {
    ControlTick tick = standing();
    tick.state.pitchRad = Double.NaN;
    assertThat(supervisor.checkMotion(tick))
        .isEqualTo(new Verdict.EndEpisode(new Truncation(Reason.SENSOR_INVALID)));
  }

  @Test
  void simulatedRobotHasTaskLimitsOnly() {
    SafetySupervisor taskSupervisor = new SafetySupervisor(SafetyLimits.nominal());
    ControlTick tick = standing();
    for (int faultType = 4; faultType <= 9; faultType++) {
      injectFault(tick, faultType);
    }
    tick.state.imuTimeNanos = 0;
    tick.nowNanos += 1_000_000_000;
    assertThat(taskSupervisor.check(tick)).isSameAs(Verdict.CONTINUE);
    assertThat(taskSupervisor.checkAction(new float[] {1.5f}, null)).isSameAs(Verdict.CONTINUE);
    tick.state.connected = false;
    assertThat(taskSupervisor.check(tick)).isInstanceOf(Verdict.StopMotors.class);
  }
}
