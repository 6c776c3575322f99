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

/** A body at 100 Hz, seen by a server whose clock is ahead by an hour. */
class SampleScreenTest {
  private static final long MS = 1_000_000;
  private static final long FRAME = 10 * MS;
  private static final long AHEAD = 3_600_000 * MS;

  private final SampleScreen screen =
      new SampleScreen(
          new ServerClock(0), new TrunkTransform(LaneFrame.along(LaneFrame.Up.Z), BodyOffset.NONE));
  private final BodySample sample = new BodySample();
  private final Pose pose = new Pose();
  private long now;
  private long ahead = AHEAD;
  private long number;

  @BeforeEach
  void settles() {
    for (int i = 0; i < 30; i++) {
      next();
    }
  }

  /** Sees the next frame. */
  private boolean next() {
    prepare();
    return accept();
  }

  private void prepare() {
    now += FRAME;
    number++;
    sample.frame = number;
    sample.serverNanos = now + ahead;
    sample.tracked = true;
    sample.xMetres = 1e-5 * number;
    sample.qw = 1;
  }

  private boolean accept() {
    return screen.accept(sample, now, pose);
  }

  @Test
  void posesAreInOurTime() {
    assertThat(next()).isTrue();
    assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
    assertThat(pose.xMetres).isEqualTo(1e-5 * number);
  }

  @Test
  void hiddenBodiesAreCounted() {
    prepare();
    sample.tracked = false;
    assertThat(accept()).isFalse();
    assertThat(screen.drops().of(DropReason.NOT_TRACKED)).isEqualTo(1);
    assertThat(next()).isTrue();
    assertThat(screen.missing()).as("it came, though hidden").isZero();
  }

  @Test
  void whatIsNoNumberOrNoRotationIsCounted() {
    prepare();
    sample.xMetres = Double.NaN;
    assertThat(accept()).isFalse();
    prepare();
    sample.qw = Double.NaN;
    assertThat(accept()).isFalse();
    prepare();
    sample.qw = 0;
    assertThat(accept()).isFalse();
    prepare();
    sample.zMetres = Double.POSITIVE_INFINITY;
    assertThat(accept()).isFalse();
    assertThat(screen.drops().of(DropReason.INVALID)).isEqualTo(4);
    sample.zMetres = 0;
    assertThat(next()).isTrue();
  }

  @Test
  void rotationsAreMadeUnitLength() {
    prepare();
    sample.qw = 1.1;
    assertThat(accept()).isTrue();
    assertThat(pose.qw).isEqualTo(1);
  }

  @Test
  void repeatedAndLateFramesAreCounted() {
    next();
    assertThat(accept()).isFalse();
    sample.frame = number - 3;
    sample.serverNanos -= 3 * FRAME;
    assertThat(accept()).isFalse();
    assertThat(screen.drops().of(DropReason.DUPLICATE)).isEqualTo(1);
    assertThat(screen.drops().of(DropReason.OUT_OF_ORDER)).isEqualTo(1);
    assertThat(next()).isTrue();
    assertThat(screen.clockJumps()).isZero();
  }

  @Test
  void framesThatNeverCameAreCounted() {
    number += 3;
    now += 3 * FRAME;
    assertThat(next()).isTrue();
    assertThat(screen.missing()).isEqualTo(3);
  }

  @Test
  void dropsCoordinatesOutsideAnyLaboratory() {
    prepare();
    sample.zMetres = 180;
    assertThat(accept()).isFalse();
    assertThat(screen.implausibleMetres()).isEqualTo(180);
    prepare();
    sample.zMetres = 18;
    assertThat(accept()).isFalse();
    sample.zMetres = 0;
    prepare();
    sample.yMetres = -1500;
    assertThat(accept()).isFalse();
    sample.yMetres = -15;
    assertThat(screen.drops().of(DropReason.IMPLAUSIBLE)).isEqualTo(3);
    assertThat(next()).isTrue();
  }

  @Test
  void countsEverySampleOnce() {
    long before = screen.frames();
    prepare();
    sample.tracked = false;
    accept();
    next();
    accept();
    prepare();
    sample.qw = 0;
    accept();
    next();
    long dropped = screen.drops().asMap().values().stream().mapToLong(Long::longValue).sum();
    assertThat(screen.frames()).isEqualTo(before + 5);
    assertThat(screen.drops().accepted() + dropped).isEqualTo(screen.frames());
    assertThat(screen.drops().of(DropReason.CLOCK_UNKNOWN)).isEqualTo(15);
  }

  @Test
  void dropsDifferentPosesWithOneTimeStampUntilTheStampsAreKnownToBeCoarse() {
    next();
    sample.frame = number + 1;
    now += FRAME;
    sample.xMetres += 1e-5;
    assertThat(accept()).isFalse();
    assertThat(screen.drops().of(DropReason.SAME_TIME)).isEqualTo(1);
  }

  @Test
  void aFrozenPoseIsNoPose() {
    int accepted = 0;
    for (int i = 0; i < 20; i++) {
      prepare();
      sample.xMetres = 7;
      accepted += accept() ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(1);
    assertThat(screen.drops().of(DropReason.FROZEN)).isEqualTo(19);
    assertThat(next()).isTrue();
  }

  @Test
  void aClockThatIsSetBackByHoursOrByLittleIsFollowed() {
    for (long back : new long[] {AHEAD, 100 * MS}) {
      long jumps = screen.clockJumps();
      ahead -= back;
      assertThat(acceptedOf(40)).as("set back by %d ns", back).isGreaterThan(15);
      assertThat(screen.clockJumps()).isEqualTo(jumps + 1);
      assertThat(next()).isTrue();
      assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
    }
  }

  @Test
  void aClockThatIsSetForwardIsFollowed() {
    ahead += AHEAD;
    assertThat(acceptedOf(40)).isGreaterThan(20);
    assertThat(screen.clockJumps()).isEqualTo(1);
    assertThat(next()).isTrue();
    assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
  }

  @Test
  void aSingleWrongStampDoesNoLastingHarm() {
    prepare();
    sample.serverNanos += AHEAD;
    accept();
    assertThat(acceptedOf(40)).isGreaterThan(15);
    assertThat(next()).isTrue();
    assertThat(pose.timeNanos).isCloseTo(now, within(MS / 10));
  }

  @Test
  void framesInBunchesKeepTheirOwnTimes() {
    long captured = now;
    now += 5 * FRAME;
    for (int i = 1; i <= 5; i++) {
      number++;
      sample.frame = number;
      sample.serverNanos = captured + i * FRAME + ahead;
      sample.xMetres = 1e-5 * number;
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
      next();
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  private int acceptedOf(int frames) {
    int accepted = 0;
    for (int i = 0; i < frames; i++) {
      accepted += next() ? 1 : 0;
    }
    return accepted;
  }
}
