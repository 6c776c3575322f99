package minitaur.controller.episode.gait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;

class GaitMetricsTest {
  private static final long STEP_NANOS = 20_000_000;
  private static final double MASS = 7.5;
  private static final double[] SINGLE_ELEMENT = {1};

  private final GaitMetrics metrics = new GaitMetrics(MASS);
  private final double[] torque = new double[Motor.COUNT];
  private final double[] heat = new double[Motor.COUNT];
  private final Tick tick = new Tick();
  private final RobotState state = new RobotState();
  private final MotorCommand command = new MotorCommand();
  private final Track track = new Track();
  private final Pose pose = new Pose();

  @Test
  void measuresPowerTorqueAndHeatOfSinusoid() {
    metrics.begin(0, 0);
    // A 2 Hz torque for 2 s, with an amplitude of 1 Nm to 1.7 Nm by motor.
    for (int millis = 0; millis < 2000; millis++) {
      double sine = Math.sin(2 * Math.PI * 2 * millis * 1e-3);
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        torque[motor] = (1 + 0.1 * motor) * sine;
        heat[motor] = 10 * (motor + 1) * sine * sine;
      }
      metrics.sample(torque, heat, 300 + 200 * sine, 0b1111, 1e-3);
    }
    metrics.end(summary(1.5));
    GaitReport report = metrics.report();
    assertThat(report.value(GaitMetric.MEAN_POWER)).isCloseTo(300, within(1e-9));
    assertThat(report.value(GaitMetric.PEAK_POWER)).isCloseTo(500, within(1e-9));
    assertThat(report.value(GaitMetric.COST_OF_TRANSPORT))
        .isCloseTo(600 / (MASS * 9.81 * 1.5), within(1e-9));
    assertThat(report.rmsTorque(Motor.FRONT_LEFT_L)).isCloseTo(Math.sqrt(0.5), within(1e-9));
    assertThat(report.peakTorque(Motor.FRONT_LEFT_L)).isCloseTo(1, within(1e-9));
    assertThat(report.value(GaitMetric.RMS_TORQUE))
        .isEqualTo(report.rmsTorque(Motor.BACK_RIGHT_R))
        .isCloseTo(1.7 * Math.sqrt(0.5), within(1e-9));
    assertThat(report.value(GaitMetric.PEAK_TORQUE)).isCloseTo(1.7, within(1e-9));
    // 80 W at the peak, 40 W on average.
    assertThat(report.value(GaitMetric.WINDING_TEMPERATURE))
        .isCloseTo(22 + 40 * 1.9246, within(1e-6));
    assertThat(report.isSustainable()).isFalse();
  }

  @Test
  void predictsTimeToTemperatureLimit() {
    applyHeat(1, 45);
    // Only the winding node, for a short time: 80 degC after about 58 K x 88.63 J/K / 45 W.
    double seconds = metrics.report().value(GaitMetric.TIME_TO_LIMIT);
    assertThat(seconds).isGreaterThan(58 * 88.63 / 45).isLessThan(1000);
    double windingCelsius = simulateWindingTemperature(45, seconds);
    assertThat(windingCelsius).isCloseTo(80, within(0.01));
  }

  @Test
  void isSustainableBelowThirtyWattsPerMotor() {
    applyHeat(1, 30);
    assertThat(metrics.report().isSustainable()).isTrue();
    assertThat(metrics.report().value(GaitMetric.WINDING_TEMPERATURE)).isLessThan(80);
  }

  @Test
  void estimatesCurrentFromTorqueWithoutSamples() {
    command.mode = MotorCommand.Mode.POSITION;
    metrics.begin(0, 0);
    Arrays.fill(state.motorTorqueNm, 1.0);
    Arrays.fill(state.motorVelocityRadPerSec, 5.0);
    // One motor brakes: it consumes no power but heats as much.
    state.motorVelocityRadPerSec[7] = -50;
    for (int step = 0; step <= 50; step++) {
      tick(step);
    }
    metrics.end(summary(0));
    GaitReport report = metrics.report();
    // 1 Nm is 10 A: 18.6 W of heat and 4.77 W of work.
    assertThat(metrics.seconds()).isCloseTo(1, within(1e-9));
    assertThat(report.value(GaitMetric.MEAN_POWER)).isCloseTo(7 * (18.6 + 4.77), within(1e-9));
    assertThat(report.value(GaitMetric.WINDING_TEMPERATURE))
        .isCloseTo(22 + 18.6 * 1.9246, within(1e-9));
    assertThat(report.value(GaitMetric.COST_OF_TRANSPORT)).isNaN();
    assertThat(report.value(GaitMetric.STRIDE_FREQUENCY)).isNaN();
    assertThat(report.value(GaitMetric.DUTY_FACTOR)).isNaN();
  }

  @Test
  void measuresJerkWithinEachEpisode() {
    command.mode = MotorCommand.Mode.POSITION;
    for (int episode = 0; episode < 2; episode++) {
      metrics.begin(episode, 0);
      for (int step = 0; step < 20; step++) {
        double t = 0.02 * step;
        // The second episode starts at another value, which does not count as jerk.
        Arrays.fill(tick.action, (float) (100 * episode + t * t));
        Arrays.fill(command.targetAngleRad, 5 * t * t * t - t * t + episode);
        tick(step);
      }
      metrics.end(summary(1));
    }
    GaitReport report = metrics.report();
    assertThat(report.value(GaitMetric.TARGET_JERK)).isCloseTo(30, within(1e-6));
    // Error by rounding actions to float, divided by 0.02^3.
    assertThat(report.value(GaitMetric.ACTION_JERK)).isLessThan(5);
  }

  @Test
  void unwrapsYawForHeadingDrift() {
    metrics.begin(0, 0);
    yaw(3);
    yaw(3.1);
    yaw(-3.1);
    metrics.end(summary(2));
    metrics.begin(1, 0);
    yaw(0.1);
    yaw(0.0);
    metrics.end(summary(1));
    double expected = 2 * Math.PI - 6.1 + 0.1;
    assertThat(metrics.report().value(GaitMetric.HEADING_DRIFT))
        .isCloseTo(expected / 3, within(1e-9));
  }

  @Test
  void measuresStrideFrequencyAndDutyFactorOfTrot() {
    metrics.begin(0, 0);
    // 2.5 Hz for 4 s, feet on the ground for 60 % of the stride, diagonal pairs half a stride
    // apart.
    for (int millis = 0; millis < 4000; millis++) {
      int first = millis % 400 < 240 ? 0b0110 : 0;
      int second = (millis + 200) % 400 < 240 ? 0b1001 : 0;
      // Contact chatter of one millisecond does not count as a stride.
      int feet = (first | second) ^ (millis % 37 == 0 ? 0b0100 : 0);
      metrics.sample(torque, heat, 0, feet, 1e-3);
    }
    GaitReport report = metrics.report();
    assertThat(report.value(GaitMetric.STRIDE_FREQUENCY)).isCloseTo(2.5, within(0.15));
    assertThat(report.value(GaitMetric.DUTY_FACTOR)).isCloseTo(0.6, within(0.01));
  }

  /** The trunk moves up and down, so that all feet touch the ground in 60 % of each stride. */
  @Test
  void estimatesStridesAndContactFromPosesOnLevelGround() {
    double contactHeight = RobotGeometry.nominal().footRadius() - lowestFoot();
    walkWithVerticalMotion(contactHeight);
    assertThat(metrics.report().value(GaitMetric.STRIDE_FREQUENCY)).isCloseTo(2.5, within(0.15));
    assertThat(metrics.report().value(GaitMetric.DUTY_FACTOR)).isCloseTo(0.6, within(0.02));
    double before = metrics.report().value(GaitMetric.DUTY_FACTOR);
    metrics.terrain(
        new TerrainShape(
            SINGLE_ELEMENT, SINGLE_ELEMENT, SINGLE_ELEMENT, SINGLE_ELEMENT, List.of(), List.of()));
    walkWithVerticalMotion(contactHeight + 1);
    assertThat(metrics.report().value(GaitMetric.DUTY_FACTOR))
        .as("uneven terrain")
        .isEqualTo(before);
  }

  private void walkWithVerticalMotion(double contactHeight) {
    Arrays.fill(state.motorAngleRad, 2);
    command.mode = MotorCommand.Mode.POSITION;
    metrics.begin(0, 0);
    for (int step = 0; step <= 200; step++) {
      pose.timeNanos = step * STEP_NANOS;
      pose.zMetres = contactHeight + (step % 20 < 12 ? 0.003 : 0.02);
      metrics.pose(pose);
      tick(step);
    }
    metrics.end(summary(1));
  }

  /** Height of the feet's centers in the trunk's frame with all motors at 2 rad. */
  private static double lowestFoot() {
    double[] foot = new double[2];
    new FiveBarLeg(RobotGeometry.nominal()).footPosition(2, 2, foot);
    return RobotGeometry.nominal().hipZ() + foot[1];
  }

  @Test
  void ignoresSamplesBetweenEpisodes() {
    applyHeat(1, 10);
    metrics.sample(torque, heat, 1e6, 0, 1e-3);
    command.mode = MotorCommand.Mode.POSITION;
    metrics.begin(1, 0);
    command.mode = MotorCommand.Mode.DAMPING;
    tick(0);
    metrics.sample(torque, heat, 1e6, 0, 1e-3);
    assertThat(metrics.report().value(GaitMetric.PEAK_POWER)).isEqualTo(10);
    assertThat(metrics.seconds()).isCloseTo(1, within(1e-9));
  }

  @Test
  void metricKeysAreUnique() {
    Set<String> keys = new HashSet<>();
    for (GaitMetric metric : GaitMetric.values()) {
      assertThat(keys.add(metric.key())).as(metric.key()).isTrue();
      assertThat(metric.unit()).isNotEmpty();
      assertThat(metric.description()).isNotEmpty();
      assertThat(metrics.report().value(metric)).as(metric.key()).isNaN();
    }
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    command.mode = MotorCommand.Mode.POSITION;
    long minBytes = Long.MAX_VALUE;
    for (int round = 0; round < 4; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      metrics.begin(round, 0);
      for (int step = 0; step < 5000; step++) {
        tick(step);
        metrics.sample(torque, heat, step, step, 1e-3);
        metrics.pose(pose);
      }
      minBytes = Math.min(minBytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(minBytes).isZero();
  }

  private void applyHeat(double seconds, double watts) {
    heat[2] = watts;
    metrics.begin(0, 0);
    for (int i = 0; i < 1000 * seconds; i++) {
      metrics.sample(torque, heat, watts, 0b1111, 1e-3);
    }
    metrics.end(summary(1));
  }

  private static double simulateWindingTemperature(double watts, double seconds) {
    double winding = 22;
    double body = 22;
    for (double t = 0; t < seconds; t += 1e-3) {
      double toBody = (winding - body) / 0.4907;
      double toAir = (body - 22) / 1.4339;
      winding += 1e-3 * (watts - toBody) / 88.63;
      body += 1e-3 * (toBody - toAir) / 481.47;
    }
    return winding;
  }

  private void tick(int step) {
    tick.step = step;
    tick.timeNanos = step * STEP_NANOS;
    metrics.tick(tick, state, command, track);
  }

  private void yaw(double radians) {
    pose.qw = Math.cos(radians / 2);
    pose.qz = Math.sin(radians / 2);
    metrics.pose(pose);
  }

  private static EpisodeSummary summary(double metres) {
    return new EpisodeSummary(
        0,
        100,
        new EpisodeSummary.Rewards(0, 0),
        new EpisodeSummary.Motion(0, metres, Double.NaN),
        new Truncation(Reason.TIME_LIMIT),
        0);
  }
}
