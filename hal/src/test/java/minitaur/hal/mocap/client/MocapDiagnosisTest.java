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

/** What a client reports of a body at 100 Hz, in simulated time. */
class MocapDiagnosisTest {
  private static final long MS = 1_000_000;
  private static final long FRAME = 10 * MS;
  private static final String BODY = "Minitaur";

  /** A clock that only frames move. */
  private static final class FrameTime implements Clock {
    long now = 1000 * MS;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      throw new UnsupportedOperationException("a receiver does not wait by the clock");
    }
  }

  private final FrameTime clock = new FrameTime();
  private final MocapConfig config = MocapConfig.of(MocapSource.VRPN, "lab", 3883, BODY);
  private final Reception reception = new Reception(config, clock);
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
      sample.serverNanos = clock.now;
      sample.tracked = true;
      sample.xMetres = 1e-5 * (frame % 97);
      sample.yMetres = 0;
      sample.zMetres = 0.2;
      sample.qw = 1;
      change.apply(sample);
      reception.sample(sample);
      while (reception.queue().poll(pose)) {}
    }
  }

  private @Nullable MocapException trouble() {
    return MocapDiagnosis.trouble("VRPN server lab:3883", BODY, reception, clock.now);
  }

  private MocapException troubleAfter(int frames, Change change) {
    reception.body(3, BODY);
    receive(100, each -> {});
    assertThat(trouble()).isNull();
    receive(frames, change);
    MocapException trouble = trouble();
    assertThat(trouble).isNotNull();
    return trouble;
  }

  private List<String> warnings() {
    return MocapDiagnosis.warnings(config, reception.screen(), reception.arrivals());
  }

  @Test
  void reportsABodyThatTheServerDoesNotTrack() {
    MocapException trouble = troubleAfter(30, each -> each.tracked = false);
    assertThat(trouble.problem()).isEqualTo(MocapProblem.NOT_SEEN);
    assertThat(trouble).hasMessageContaining("does not see the body 'Minitaur' (30 samples)");
  }

  @Test
  void reportsARepeatedPoseAsOne() {
    MocapException trouble = troubleAfter(31, each -> each.xMetres = 0.5);
    assertThat(trouble.problem()).isEqualTo(MocapProblem.NOT_SEEN);
    assertThat(trouble).hasMessageContaining("repeats one pose of the body 'Minitaur'");
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID", "IMPLAUSIBLE", "DUPLICATE", "OUT_OF_ORDER"})
  void reportsDroppedSamplesAsDroppedNotAsUnseen(DropReason reason) {
    MocapException trouble =
        troubleAfter(
            25,
            each -> {
              switch (reason) {
                case INVALID -> each.qw = Double.NaN;
                case IMPLAUSIBLE -> each.zMetres = 200;
                case DUPLICATE -> {
                  each.frame = 100;
                  each.serverNanos = 1000 * MS + 100 * FRAME;
                }
                default -> {
                  each.frame = 99;
                  // Older and older, hence not a clock that was set.
                  each.serverNanos = 1000 * MS + 98 * FRAME - each.frame * FRAME / 1000 - frame;
                }
              }
            });
    assertThat(trouble.problem()).isEqualTo(MocapProblem.DROPPED);
    assertThat(trouble)
        .hasMessageContaining("sends samples of the body 'Minitaur', but all are dropped")
        .hasMessageContaining("25 " + reason.text())
        .hasMessageContaining(reason.remedy());
    assertThat(trouble.getMessage()).doesNotContain("not see");
  }

  @Test
  void namesTheUnitThatAServerSeemsToSend() {
    assertThat(troubleAfter(25, each -> each.zMetres = 200))
        .hasMessageContaining("a coordinate of 200.0 m; it seems to send millimeters")
        .hasMessageContaining("set the server's unit to meters");
    assertThat(troubleAfter(25, each -> each.zMetres = 20)).hasMessageContaining("centimeters");
  }

  @Test
  void suggestsTheBodyThatDiffersOnlyByWhiteSpaceOrCase() {
    reception.body(1, "Box");
    reception.body(2, "minitaur ");
    MocapException trouble = trouble();
    assertThat(trouble).isNotNull();
    assertThat(trouble.problem()).isEqualTo(MocapProblem.NO_SUCH_BODY);
    assertThat(trouble)
        .hasMessage(
            "VRPN server lab:3883 has no body 'Minitaur'; it has 'Box', 'minitaur '. Did you mean"
                + " 'minitaur '? It differs only by white space or case");
    reception.forgetBodies();
    reception.body(1, "Box");
    assertThat(trouble()).hasMessage("VRPN server lab:3883 has no body 'Minitaur'; it has 'Box'");
  }

  @Test
  void warnsOfNothingWhileAllIsWell() {
    reception.body(3, BODY);
    receive(1000, each -> {});
    assertThat(warnings()).isEmpty();
  }

  @Test
  void warnsOfTheShareOfEachReason() {
    reception.body(3, BODY);
    receive(
        1000,
        each -> {
          if (each.frame % 10 == 0) {
            each.frame--;
            each.serverNanos -= FRAME;
          }
          each.tracked = each.frame % 20 != 3;
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
    reception.body(3, BODY);
    receive(
        400,
        each -> {
          if (each.frame % 20 == 0) {
            frame += 2;
          }
        });
    assertThat(warnings()).singleElement().asString().contains("never arrived");
    receive(
        400,
        each -> {
          clock.now += 20 * MS;
          each.serverNanos = clock.now - (each.frame % 2 == 0 ? 200 * MS : 0);
        });
    assertThat(warnings())
        .anyMatch(line -> line.contains("frames/s, fewer than the 50 control steps"));
  }

  @Test
  void warnsOfOldPoses() {
    reception.body(3, BODY);
    reception.echo(clock.now, clock.now, clock.now);
    receive(400, each -> each.serverNanos = clock.now - 80 * MS);
    assertThat(warnings()).singleElement().asString().contains("are 80 ms old on arrival");
    receive(400, each -> each.serverNanos = clock.now - 80 * MS + (each.frame % 8) * 8 * MS);
    assertThat(warnings())
        .anyMatch(line -> line.contains("the delay of VRPN server lab:3883 varies"));
  }

  @Test
  void countsPacketsFromOtherComputers() throws Exception {
    reception.body(3, BODY);
    InetAddress other = InetAddress.getByName("127.0.0.2");
    receive(
        200,
        each -> {
          if (each.frame % 2 == 0) {
            reception.receivedFromOther(other);
          }
        });
    assertThat(reception.otherSender()).isEqualTo(other);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("100 packets from another computer than the configured server were ignored");
  }

  @Test
  void noticesBodiesWithoutAName() {
    reception.body(3, BODY);
    receive(10, each -> {});
    assertThat(reception.hasUnknownBody()).isFalse();
    receive(1, each -> each.body = 4);
    assertThat(reception.hasUnknownBody()).isTrue();
    reception.forgetBodies();
    reception.body(4, BODY);
    receive(1, each -> each.body = 4);
    assertThat(reception.hasUnknownBody()).isFalse();
  }

  @Test
  void sharesAreThoseOfRecentSamples() {
    DropCounts drops = new DropCounts();
    for (int i = 0; i < 1024; i++) {
      drops.drop(DropReason.OUTLIER);
    }
    assertThat(MocapDiagnosis.dropped(BODY, drops)).hasSize(1);
    for (int i = 0; i < 1024; i++) {
      drops.accept();
    }
    assertThat(MocapDiagnosis.dropped(BODY, drops)).isEmpty();
    assertThat(drops.of(DropReason.OUTLIER)).isEqualTo(1024);
    assertThat(drops.accepted()).isEqualTo(1024);
  }
}
