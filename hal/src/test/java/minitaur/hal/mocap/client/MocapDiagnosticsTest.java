package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import minitaur.hal.Clock;
import minitaur.hal.mocap.DropCounts;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.BodySample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors and warnings for a body measured at 100 Hz, in simulated time. */
class MocapDiagnosticsTest {
  private static final long MS = 1_000_000;
  private static final long FRAME = 10 * MS;
  private static final String BODY = "Minitaur";

  /** Clock that advances with each frame. */
  private static final class FrameDrivenClock implements Clock {
    long now = 1000 * MS;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      throw new UnsupportedOperationException("a receiver does not wait on its clock");
    }
  }

  private final FrameDrivenClock clock = new FrameDrivenClock();
  private final MocapConfig config = MocapConfig.of(MocapSource.VRPN, "lab", 3883, BODY);
  private final PoseReceiver poseReceiver = new PoseReceiver(config, clock);
  private final BodySample sample = new BodySample();
  private final Pose pose = new Pose();
  private long frame;

  /** Changes a sample before it is received. */
  private interface Change {
    void apply(BodySample sample);
  }

  private void receive(int frames, Change change) {
    for (int i = 0; i < frames; i++) {
      frame++;
      clock.now += FRAME;
      sample.body = 3;
      sample.frame = frame;
      sample.pose.timeNanos = clock.now;
      sample.tracked = true;
      sample.pose.xMetres = 1e-5 * (frame % 97);
      sample.pose.yMetres = 0;
      sample.pose.zMetres = 0.2;
      sample.pose.qw = 1;
      change.apply(sample);
      poseReceiver.onSample(sample);
      while (poseReceiver.queue().poll(pose)) {}
    }
  }

  private @Nullable MocapException findError() {
    return MocapDiagnostics.findError("VRPN server lab:3883", BODY, poseReceiver, clock.now);
  }

  private MocapException errorAfter(int frames, Change change) {
    poseReceiver.onBody(3, BODY);
    receive(100, input -> {});
    assertThat(findError()).isNull();
    receive(frames, change);
    MocapException error = findError();
    assertThat(error).isNotNull();
    return error;
  }

  private List<String> warnings() {
    return MocapDiagnostics.warnings(config, poseReceiver);
  }

  @Test
  void reportsUntrackedBody() {
    MocapException error = errorAfter(30, input -> input.tracked = false);
    assertThat(error.problem()).isEqualTo(MocapProblem.NOT_SEEN);
    assertThat(error).hasMessageContaining("does not see the body 'Minitaur' (30 samples)");
  }

  @Test
  void reportsFrozenPose() {
    MocapException error = errorAfter(31, input -> input.pose.xMetres = 0.5);
    assertThat(error.problem()).isEqualTo(MocapProblem.NOT_SEEN);
    assertThat(error).hasMessageContaining("repeats the same pose of the body 'Minitaur'");
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID", "IMPLAUSIBLE", "DUPLICATE", "OUT_OF_ORDER"})
  void reportsDroppedSamples(DropReason reason) {
    MocapException error =
        errorAfter(
            25,
            input -> {
              switch (reason) {
                case INVALID -> input.pose.qw = Double.NaN;
                case IMPLAUSIBLE -> input.pose.zMetres = 200;
                case DUPLICATE -> {
                  input.frame = 100;
                  input.pose.timeNanos = 1000 * MS + 100 * FRAME;
                }
                default -> {
                  input.frame = 99;
                  // Decreasing time stamps, so that they do not count as a clock jump.
                  input.pose.timeNanos =
                      1000 * MS + 98 * FRAME - input.frame * FRAME / 1000 - frame;
                }
              }
            });
    assertThat(error.problem()).isEqualTo(MocapProblem.DROPPED);
    assertThat(error)
        .hasMessageContaining("sends samples of the body 'Minitaur', but all are dropped")
        .hasMessageContaining("25 " + reason.text())
        .hasMessageContaining(reason.remedy());
    assertThat(error.getMessage()).doesNotContain("not see");
  }

  @Test
  void suggestsUnitOfImplausibleCoordinates() {
    assertThat(errorAfter(25, input -> input.pose.zMetres = 200))
        .hasMessageContaining("a coordinate of 200.0 m; it seems to send millimeters")
        .hasMessageContaining("set the server's unit to meters");
    assertThat(errorAfter(25, input -> input.pose.zMetres = 20))
        .hasMessageContaining("centimeters");
  }

  @Test
  void suggestsBodyWithSimilarName() {
    poseReceiver.onBody(1, "Box");
    poseReceiver.onBody(2, "minitaur ");
    MocapException error = findError();
    assertThat(error).isNotNull();
    assertThat(error.problem()).isEqualTo(MocapProblem.NO_SUCH_BODY);
    assertThat(error)
        .hasMessage(
            "VRPN server lab:3883 has no body 'Minitaur'; it has 'Box', 'minitaur '. Did you mean"
                + " 'minitaur '? It differs only by white space or case");
    poseReceiver.onBodiesCleared();
    poseReceiver.onBody(1, "Box");
    assertThat(findError()).hasMessage("VRPN server lab:3883 has no body 'Minitaur'; it has 'Box'");
  }

  @Test
  void doesNotWarnAboutHealthyStream() {
    poseReceiver.onBody(3, BODY);
    receive(1000, input -> {});
    assertThat(warnings()).isEmpty();
  }

  @Test
  void warnsOfDroppedFractionByReason() {
    poseReceiver.onBody(3, BODY);
    receive(
        1000,
        input -> {
          if (input.frame % 10 == 0) {
            input.frame--;
            input.pose.timeNanos -= FRAME;
          }
          input.tracked = input.frame % 20 != 3;
        });
    assertThat(warnings())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("% of the last", "samples of 'Minitaur' are dropped")
                    .contains("duplicates of an earlier frame; make the server send"))
        .anySatisfy(line -> assertThat(line).contains("5.", "not tracked by the server"))
        .hasSize(3);
  }

  @Test
  void warnsOfMissingFramesDelayJitterAndRate() {
    poseReceiver.onBody(3, BODY);
    receive(
        400,
        input -> {
          if (input.frame % 20 == 0) {
            frame += 2;
          }
        });
    assertThat(warnings()).singleElement().asString().contains("never arrived");
    receive(
        400,
        input -> {
          clock.now += 20 * MS;
          input.pose.timeNanos = clock.now - (input.frame % 2 == 0 ? 200 * MS : 0);
        });
    assertThat(warnings())
        .anyMatch(line -> line.contains("frames/s, fewer than the 50 control steps"));
  }

  @Test
  void warnsOfDelayedPoses() {
    poseReceiver.onBody(3, BODY);
    poseReceiver.addEcho(clock.now, clock.now, clock.now);
    receive(400, input -> input.pose.timeNanos = clock.now - 80 * MS);
    assertThat(warnings()).singleElement().asString().contains("are 80 ms old on arrival");
    receive(400, input -> input.pose.timeNanos = clock.now - 80 * MS + (input.frame % 8) * 8 * MS);
    assertThat(warnings())
        .anyMatch(line -> line.contains("the delay of VRPN server lab:3883 varies"));
  }

  @Test
  void countsPacketsFromOtherComputers() throws Exception {
    poseReceiver.onBody(3, BODY);
    InetAddress other = InetAddress.getByName("127.0.0.2");
    receive(
        200,
        input -> {
          if (input.frame % 2 == 0) {
            poseReceiver.onForeignPacket(other);
          }
        });
    assertThat(poseReceiver.otherSender()).isEqualTo(other);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("100 packets from another computer than the configured server were ignored");
  }

  @Test
  void detectsBodiesWithoutName() {
    poseReceiver.onBody(3, BODY);
    receive(10, input -> {});
    assertThat(poseReceiver.hasUnknownBody()).isFalse();
    receive(1, input -> input.body = 4);
    assertThat(poseReceiver.hasUnknownBody()).isTrue();
    poseReceiver.onBodiesCleared();
    poseReceiver.onBody(4, BODY);
    receive(1, input -> input.body = 4);
    assertThat(poseReceiver.hasUnknownBody()).isFalse();
  }

  @Test
  void dropWarningsUseRecentSamples() {
    DropCounts drops = new DropCounts();
    for (int i = 0; i < 1024; i++) {
      drops.countDropped(DropReason.OUTLIER);
    }
    assertThat(MocapDiagnostics.dropWarnings(BODY, drops)).hasSize(1);
    for (int i = 0; i < 1024; i++) {
      drops.countAccepted();
    }
    assertThat(MocapDiagnostics.dropWarnings(BODY, drops)).isEmpty();
    assertThat(drops.count(DropReason.OUTLIER)).isEqualTo(1024);
    assertThat(drops.accepted()).isEqualTo(1024);
  }
}
