package minitaur.hal.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trunk that goes 0.5 m/s, seen at 100 Hz with 0.1 mm noise, and what can go wrong with that. */
class TrackedPosesTest {
  private static final long MS = 1_000_000;
  private static final long FRAME = 10 * MS;

  private final PoseQueue arrived = new PoseQueue(64);
  private final TrackedPoses tracked = new TrackedPoses(arrived, TrackingConfig.nominal());
  private final RandomStream noise = RandomStream.of(1, "noise");
  private final Track track = new Track();
  private final Pose out = new Pose();
  private long now = 5_000 * MS;
  private int handedOn;

  /** A fault in one pose. */
  private interface Fault {
    void spoil(Pose pose);
  }

  private void see(int frames, Fault fault) {
    for (int i = 0; i < frames; i++) {
      now += FRAME;
      Pose pose = new Pose();
      pose.timeNanos = now;
      pose.xMetres = 0.5e-9 * now + 1e-4 * noise.nextGaussian();
      pose.yMetres = 1e-4 * noise.nextGaussian();
      pose.zMetres = 0.2 + 1e-4 * noise.nextGaussian();
      fault.spoil(pose);
      arrived.add(pose);
      read();
    }
  }

  private void read() {
    tracked.read(now, track);
    while (tracked.poll(out)) {
      handedOn++;
    }
  }

  @BeforeEach
  void walksForASecond() {
    see(100, pose -> {});
  }

  @Test
  void knowsTheVelocityFromTheThirdPoseOn() {
    TrackedPoses fresh = new TrackedPoses(arrived, TrackingConfig.nominal());
    fresh.read(now, track);
    assertThat(track.unknownNanos).isEqualTo(1);
    assertThat(track.xMetres).isNaN();
    assertThat(track.xMetresPerSec).isNaN();
    fresh.read(now + 30 * MS, track);
    assertThat(track.unknownNanos).isEqualTo(30 * MS);
    for (int i = 1; i <= 3; i++) {
      assertThat(track.unknownNanos).isPositive();
      Pose pose = new Pose();
      pose.timeNanos = now + i * FRAME;
      pose.xMetres = 0.005 * i;
      arrived.add(pose);
      fresh.read(now + i * FRAME, track);
    }
    assertThat(track.unknownNanos).isZero();
    assertThat(track.xMetresPerSec).isCloseTo(0.5, within(0.05));
  }

  @Test
  void filtersPositionAndVelocity() {
    assertThat(track.unknownNanos).isZero();
    assertThat(track.timeNanos).isEqualTo(now);
    assertThat(track.xMetres).isCloseTo(0.5e-9 * now, within(3e-4));
    assertThat(track.yMetres).isCloseTo(0, within(3e-4));
    assertThat(track.zMetres).isCloseTo(0.2, within(3e-4));
    assertThat(track.xMetresPerSec).isCloseTo(0.5, within(0.06));
    assertThat(track.yMetresPerSec).isCloseTo(0, within(0.06));
    assertThat(track.zMetresPerSec).isCloseTo(0, within(0.06));
    assertThat(tracked.drops().accepted()).isEqualTo(100);
    assertThat(handedOn).isEqualTo(100);
  }

  @Test
  void coastsForAHundredMillisecondsAndNoLonger() {
    long last = now;
    now = last + 100 * MS;
    read();
    assertThat(track.unknownNanos).isZero();
    assertThat(track.xMetresPerSec).isFinite();
    now = last + 101 * MS;
    read();
    assertThat(track.unknownNanos).isEqualTo(MS);
    assertThat(track.xMetresPerSec).isNaN();
    assertThat(track.xMetres).as("where it was last").isFinite();
    now = last + 500 * MS;
    read();
    assertThat(track.unknownNanos).isEqualTo(400 * MS);

    see(2, pose -> {});
    assertThat(track.unknownNanos).isEqualTo(420 * MS);
    see(1, pose -> {});
    assertThat(track.unknownNanos).isZero();
  }

  @Test
  void aSingleWildPoseIsNotBelieved() {
    double velocity = track.xMetresPerSec;
    see(1, pose -> pose.xMetres += 0.01);
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isEqualTo(1);
    assertThat(track.timeNanos).isEqualTo(now - FRAME);
    assertThat(track.xMetresPerSec).as("not carried on by the model").isEqualTo(velocity);
    see(10, pose -> {});
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isEqualTo(1);
    assertThat(handedOn).isEqualTo(110);
    assertThat(track.xMetresPerSec).isCloseTo(0.5, within(0.06));
  }

  @Test
  void swappedMarkersAreNotBelieved() {
    see(
        2,
        pose -> {
          pose.qw = Math.cos(0.4);
          pose.qz = Math.sin(0.4);
        });
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isEqualTo(2);
    // The same rotation with the other sign is no jump.
    see(5, pose -> pose.qw = -1);
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isEqualTo(2);
  }

  @Test
  void whatIsNoNumberIsNotBelieved() {
    see(1, pose -> pose.yMetres = Double.NaN);
    see(1, pose -> pose.qw = Double.NaN);
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isEqualTo(2);
    see(3, pose -> {});
    assertThat(track.xMetresPerSec).isCloseTo(0.5, within(0.2));
  }

  @Test
  void fiveRejectionsAreTheNewTruthAndNoMotion() {
    long before = now;
    see(4, pose -> pose.xMetres += 0.3);
    assertThat(tracked.restarts()).isZero();
    assertThat(track.unknownNanos).isZero();
    see(1, pose -> pose.xMetres += 0.3);
    assertThat(tracked.restarts()).isEqualTo(1);
    assertThat(track.unknownNanos).isPositive();
    see(10, pose -> pose.xMetres += 0.3);
    assertThat(track.unknownNanos).isZero();
    assertThat(track.xMetresPerSec).isCloseTo(0.5, within(0.1));

    // Handed on are only poses that a history with a shorter gap cannot join to those before.
    assertThat(handedOn).isEqualTo(105);
    assertThat(now - before).isEqualTo(150 * MS);
    see(1, pose -> pose.xMetres += 0.3);
    assertThat(handedOn).isEqualTo(106);
  }

  @Test
  void aTrackThatBreaksAgainAndAgainStaysUnknown() {
    for (int i = 0; i < 8; i++) {
      double place = i;
      see(6, pose -> pose.xMetres = place);
    }
    // Broke after 50 ms, and was not known for longer than two poses since.
    assertThat(track.unknownNanos).isEqualTo(430 * MS);
  }

  @Test
  void repeatedAndLatePosesAreLeftAlone() {
    Pose pose = new Pose();
    pose.timeNanos = now;
    arrived.add(pose);
    pose.timeNanos = now - 25 * MS;
    arrived.add(pose);
    read();
    assertThat(tracked.drops().of(DropReason.OUT_OF_ORDER)).isEqualTo(2);
    assertThat(tracked.drops().of(DropReason.OUTLIER)).isZero();
    assertThat(handedOn).isEqualTo(100);
  }

  @Test
  void aTrunkThatWasCarriedElsewhereIsBelievedAtOnce() {
    see(3, pose -> pose.yMetres += 3);
    tracked.carried(now);
    handedOn = 0;
    see(5, pose -> pose.xMetres -= 2);
    assertThat(handedOn).isEqualTo(5);
    assertThat(tracked.restarts()).isZero();
    assertThat(track.unknownNanos).isZero();
    assertThat(track.xMetres).isCloseTo(0.5e-9 * now - 2, within(1e-3));
  }

  @Test
  void posesFromBeforeItWasCarriedAreForgotten() {
    Pose before = new Pose();
    before.timeNanos = now + FRAME;
    arrived.add(before);
    tracked.read(now, track);
    Pose late = new Pose();
    late.timeNanos = now + 2 * FRAME;
    arrived.add(late);
    tracked.carried(now + 2 * FRAME);
    assertThat(tracked.poll(out)).isFalse();
    tracked.read(now, track);
    assertThat(track.xMetres).isNaN();
  }
}
