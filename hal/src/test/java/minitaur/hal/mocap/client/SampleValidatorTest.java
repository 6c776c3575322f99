package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.BodySample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Body measured at 100 Hz by a server whose clock is one hour ahead. */
class SampleValidatorTest {
  private static final long MS = 1_000_000;
  private static final long FRAME = 10 * MS;
  private static final long HOUR_NANOS = 3_600_000 * MS;

  private final SampleValidator validator =
      new SampleValidator(
          new ServerClock(0),
          new TrunkTransform(LaneFrame.alongServerX(LaneFrame.Up.Z), BodyOffset.NONE));
  private final BodySample sample = new BodySample();
  private final Pose pose = new Pose();
  private long now;
  private long serverClockOffset = HOUR_NANOS;
  private long frameNumber;

  @BeforeEach
  void feedUntilSettled() {
    for (int i = 0; i < 30; i++) {
      acceptNext();
    }
  }

  /** Feeds the next frame. */
  private boolean acceptNext() {
    prepareNext();
    return accept();
  }

  private void prepareNext() {
    now += FRAME;
    frameNumber++;
    sample.frame = frameNumber;
    sample.pose.timeNanos = now + serverClockOffset;
    sample.tracked = true;
    sample.pose.xMetres = 1e-5 * frameNumber;
    sample.pose.qw = 1;
  }

  private boolean accept() {
    return validator.accept(sample, now, pose);
  }

  @Test
  void convertsTimestampsToLocalTime() {
    assertThat(acceptNext()).isTrue();
    assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
    assertThat(pose.xMetres).isEqualTo(1e-5 * frameNumber);
  }

  @Test
  void countsUntrackedSamples() {
    prepareNext();
    sample.tracked = false;
    assertThat(accept()).isFalse();
    assertThat(validator.drops().count(DropReason.NOT_TRACKED)).isEqualTo(1);
    assertThat(acceptNext()).isTrue();
    assertThat(validator.missing()).as("untracked samples are not missing").isZero();
  }

  @Test
  void countsInvalidPoses() {
    prepareNext();
    sample.pose.xMetres = Double.NaN;
    assertThat(accept()).isFalse();
    prepareNext();
    sample.pose.qw = Double.NaN;
    assertThat(accept()).isFalse();
    prepareNext();
    sample.pose.qw = 0;
    assertThat(accept()).isFalse();
    prepareNext();
    sample.pose.zMetres = Double.POSITIVE_INFINITY;
    assertThat(accept()).isFalse();
    assertThat(validator.drops().count(DropReason.INVALID)).isEqualTo(4);
    sample.pose.zMetres = 0;
    assertThat(acceptNext()).isTrue();
  }

  @Test
  void normalizesQuaternion() {
    prepareNext();
    sample.pose.qw = 1.1;
    assertThat(accept()).isTrue();
    assertThat(pose.qw).isEqualTo(1);
  }

  @Test
  void countsDuplicateAndOutOfOrderFrames() {
    acceptNext();
    assertThat(accept()).isFalse();
    sample.frame = frameNumber - 3;
    sample.pose.timeNanos -= 3 * FRAME;
    assertThat(accept()).isFalse();
    assertThat(validator.drops().count(DropReason.DUPLICATE)).isEqualTo(1);
    assertThat(validator.drops().count(DropReason.OUT_OF_ORDER)).isEqualTo(1);
    assertThat(acceptNext()).isTrue();
    assertThat(validator.clockJumps()).isZero();
  }

  @Test
  void countsMissingFrames() {
    frameNumber += 3;
    now += 3 * FRAME;
    assertThat(acceptNext()).isTrue();
    assertThat(validator.missing()).isEqualTo(3);
  }

  @Test
  void dropsImplausibleCoordinates() {
    prepareNext();
    sample.pose.zMetres = 180;
    assertThat(accept()).isFalse();
    assertThat(validator.implausibleMetres()).isEqualTo(180);
    prepareNext();
    sample.pose.zMetres = 18;
    assertThat(accept()).isFalse();
    sample.pose.zMetres = 0;
    prepareNext();
    sample.pose.yMetres = -1500;
    assertThat(accept()).isFalse();
    sample.pose.yMetres = -15;
    assertThat(validator.drops().count(DropReason.IMPLAUSIBLE)).isEqualTo(3);
    assertThat(acceptNext()).isTrue();
  }

  @Test
  void countsEverySampleOnce() {
    long before = counted();
    prepareNext();
    sample.tracked = false;
    accept();
    acceptNext();
    accept();
    prepareNext();
    sample.pose.qw = 0;
    accept();
    acceptNext();
    assertThat(counted()).isEqualTo(before + 5);
    assertThat(validator.drops().count(DropReason.CLOCK_UNKNOWN)).isEqualTo(15);
  }

  private long counted() {
    long dropped = validator.drops().asMap().values().stream().mapToLong(Long::longValue).sum();
    return validator.drops().accepted() + dropped;
  }

  @Test
  void dropsDifferentPosesWithSameTimestamp() {
    acceptNext();
    sample.frame = frameNumber + 1;
    now += FRAME;
    sample.pose.xMetres += 1e-5;
    assertThat(accept()).isFalse();
    assertThat(validator.drops().count(DropReason.SAME_TIME)).isEqualTo(1);
  }

  @Test
  void dropsFrozenPose() {
    int accepted = 0;
    for (int i = 0; i < 20; i++) {
      prepareNext();
      sample.pose.xMetres = 7;
      accepted += accept() ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(1);
    assertThat(validator.drops().count(DropReason.FROZEN)).isEqualTo(19);
    assertThat(acceptNext()).isTrue();
  }

  @Test
  void followsServerClockSetBack() {
    for (long back : new long[] {HOUR_NANOS, 100 * MS}) {
      long jumps = validator.clockJumps();
      serverClockOffset -= back;
      assertThat(countAccepted(40)).as("set back by %d ns", back).isGreaterThan(15);
      assertThat(validator.clockJumps()).isEqualTo(jumps + 1);
      assertThat(acceptNext()).isTrue();
      assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
    }
  }

  @Test
  void followsServerClockSetForward() {
    serverClockOffset += HOUR_NANOS;
    assertThat(countAccepted(40)).isGreaterThan(20);
    assertThat(validator.clockJumps()).isEqualTo(1);
    assertThat(acceptNext()).isTrue();
    assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
  }

  @Test
  void recoversFromSingleWrongTimestamp() {
    prepareNext();
    sample.pose.timeNanos += HOUR_NANOS;
    accept();
    assertThat(countAccepted(40)).isGreaterThan(15);
    assertThat(acceptNext()).isTrue();
    assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
  }

  @Test
  void keepsTimestampsOfBurstFrames() {
    long captured = now;
    now += 5 * FRAME;
    for (int i = 1; i <= 5; i++) {
      frameNumber++;
      sample.frame = frameNumber;
      sample.pose.timeNanos = captured + i * FRAME + serverClockOffset;
      sample.pose.xMetres = 1e-5 * frameNumber;
      assertThat(accept()).isTrue();
      assertThat(pose.timeNanos).isCloseTo(captured + i * FRAME, within(MS / 10));
    }
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int i = 0; i < 20_000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      acceptNext();
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  private int countAccepted(int frames) {
    int accepted = 0;
    for (int i = 0; i < frames; i++) {
      accepted += acceptNext() ? 1 : 0;
    }
    return accepted;
  }
}
