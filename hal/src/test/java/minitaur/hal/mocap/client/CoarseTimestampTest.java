package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.wire.BodySample;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Velocity of a walking trunk (0.35 m/s with an oscillation of 0.2 m/s at 3 Hz) from samples with
 * 0.1 mm noise and 0.4 ms arrival jitter, when the server's clock advances in steps.
 */
class CoarseTimestampTest {
  private static final long MS = 1_000_000;
  private static final long TICK = 15_625_000;
  private static final double SECONDS = 30;
  private static final double WARMUP_SECONDS = 4;
  private static final long SERVER_CLOCK_OFFSET = 77_000 * MS;

  private final ServerClock clock = new ServerClock(5 * MS);
  private final SampleValidator validator =
      new SampleValidator(
          clock, new TrunkTransform(LaneFrame.alongServerX(LaneFrame.Up.Z), BodyOffset.NONE));
  private final RandomStream noise = RandomStream.of(1, "noise");
  private final BodySample sample = new BodySample();

  private static double position(double t) {
    return 0.35 * t + 0.2 / (6 * Math.PI) * Math.sin(6 * Math.PI * t);
  }

  private static double velocity(double t) {
    return 0.35 + 0.2 * Math.cos(6 * Math.PI * t);
  }

  /** RMS error of the velocity, m/s. */
  private double velocityRmsError(
      double rateHz, long stepNanos, boolean numbered, double lossFraction) {
    PoseQueue queue = new PoseQueue(16);
    PoseTracker tracker = new PoseTracker(queue, TrackingConfig.nominal());
    Track track = new Track();
    Pose pose = new Pose();
    double squaredErrorSum = 0;
    int knownCount = 0;
    int capturedCount = 0;
    for (long frame = 1; frame < SECONDS * rateHz; frame++) {
      long time = Math.round(frame * 1e9 / rateHz);
      long received = time + 5 * MS + Math.round(0.4e6 * Math.abs(noise.nextGaussian()));
      double x = position(time * 1e-9) + 1e-4 * noise.nextGaussian();
      if (noise.nextDouble() < lossFraction) {
        continue;
      }
      sample.frame = numbered ? frame : BodySample.UNNUMBERED;
      sample.pose.timeNanos = (time + SERVER_CLOCK_OFFSET) / stepNanos * stepNanos;
      sample.tracked = true;
      sample.pose.xMetres = x;
      if (validator.accept(sample, received, pose)) {
        queue.add(pose);
      }
      tracker.read(received, track);
      if (time * 1e-9 > WARMUP_SECONDS && track.velocityUnknownNanos == 0) {
        double error = track.xMetresPerSec - velocity(track.timeNanos * 1e-9);
        squaredErrorSum += error * error;
        knownCount++;
      }
      capturedCount += time * 1e-9 > WARMUP_SECONDS ? 1 : 0;
    }
    assertThat((double) knownCount / capturedCount)
        .as("fraction of samples with a velocity")
        .isGreaterThan(0.98);
    return Math.sqrt(squaredErrorSum / knownCount);
  }

  @Test
  void usesExactTimestampsUnchanged() {
    assertThat(velocityRmsError(120, 1000, false, 0)).isLessThan(0.03);
    assertThat(validator.frameClock().isCoarse()).isFalse();
    assertThat(velocityRmsError(120, 1000, false, 0.05)).isLessThan(0.035);
    assertThat(validator.frameClock().isCoarse()).as("with 5 %% lost frames").isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {60, 100, 120, 125, 200, 240})
  void countsFramesIfTimestampsAreCoarse(double rateHz) {
    double rms = velocityRmsError(rateHz, TICK, false, 0);
    assertThat(validator.frameClock().isCoarse()).isTrue();
    assertThat(validator.frameClock().stepNanos()).isEqualTo(TICK);
    assertThat(rms).isLessThan(0.03);
    assertThat(validator.drops().count(DropReason.SAME_TIME)).isLessThan(64);
  }

  @Test
  void usesFrameNumbersIfAvailable() {
    assertThat(velocityRmsError(120, TICK, true, 0.05)).isLessThan(0.035);
    assertThat(validator.frameClock().isCoarse()).isTrue();
  }

  @Test
  void detectsLostFramesWithoutFrameNumbers() {
    assertThat(velocityRmsError(120, TICK, false, 0.02)).isLessThan(0.04);
  }

  @Test
  void usesExactTimestampsOfBurstsUnchanged() {
    Pose pose = new Pose();
    for (int i = 0; i < 2_000; i++) {
      long time = i * 8_333_333L;
      // Delayed until 40 frames are complete, then received 2 ms apart.
      long received = (i / 40 + 1) * 40 * 8_333_333L + i % 40 * 2 * MS;
      sample.pose.timeNanos = time;
      sample.tracked = true;
      sample.pose.xMetres = 1e-5 * (i % 7);
      validator.accept(sample, received, pose);
      assertThat(validator.frameClock().isCoarse()).as("frame %d", i).isFalse();
    }
  }

  @Test
  void resumesUsingTimestampsThatBecomeFine() {
    velocityRmsError(120, TICK, false, 0);
    assertThat(validator.frameClock().isCoarse()).isTrue();
    Pose pose = new Pose();
    long start = 40_000 * MS;
    for (int i = 0; i < 300; i++) {
      sample.pose.timeNanos = start + SERVER_CLOCK_OFFSET + i * 8_333_000L;
      sample.pose.xMetres = 1e-5 * (i % 7);
      validator.accept(sample, start + 5 * MS + i * 8_333_000L, pose);
    }
    assertThat(validator.frameClock().isCoarse()).isFalse();
    assertThat(pose.timeNanos).isCloseTo(start + 299 * 8_333_000L, within(MS));
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Pose pose = new Pose();
    sample.tracked = true;
    long allocated = 0;
    for (int i = 1; i < 20_000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      sample.pose.timeNanos = i * 8_333_333L / TICK * TICK;
      sample.pose.xMetres = 1e-5 * i;
      validator.accept(sample, i * 8_333_333L, pose);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(validator.frameClock().isCoarse()).isTrue();
    assertThat(allocated).isZero();
  }
}
