package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.VrpnDecoder;
import org.junit.jupiter.api.Test;

class VrpnDecoderTest {
  private static final String POSE_TYPE = "vrpn_Tracker Pos_Quat";

  private final RecordingListener listener = new RecordingListener();
  private final VrpnDecoder decoder = new VrpnDecoder(listener);

  private static byte[] sampleStream() {
    return Streams.join(
        VrpnEncoder.cookie("07.35"),
        VrpnEncoder.sender(5, "VRPN Control"),
        VrpnEncoder.type(9, "something else"),
        VrpnEncoder.type(3, POSE_TYPE),
        VrpnEncoder.sender(7, "Minitaur"),
        VrpnEncoder.pose(7, 3, 0, 5_000_250_000L, poseAt(1.5)),
        VrpnEncoder.pose(7, 9, 0, 5_000_250_000L, poseAt(9)),
        VrpnEncoder.pose(7, 3, 2, 6_000_000_000L, poseAt(2.5)));
  }

  private static Pose poseAt(double x) {
    Pose pose = new Pose();
    pose.xMetres = x;
    pose.yMetres = 0.25;
    pose.zMetres = -0.5;
    pose.qw = 0.5;
    pose.qx = 0.1;
    pose.qy = 0.2;
    pose.qz = 0.3;
    return pose;
  }

  private boolean feed(byte[] bytes) {
    return decoder.feed(bytes, 0, bytes.length);
  }

  @Test
  void decodesBodiesByName() {
    assertThat(feed(sampleStream())).isTrue();
    assertThat(listener.lines)
        .containsExactly(
            "body 1792 Minitaur",
            "sample 1792 -1 5000250000 true 1.500",
            "body 1794 Minitaur:2",
            "sample 1794 -1 6000000000 true 2.500");
    assertThat(listener.lastSample.pose.yMetres).isEqualTo(0.25);
    assertThat(listener.lastSample.pose.zMetres).isEqualTo(-0.5);
    assertThat(listener.lastSample.pose.qw).isEqualTo(0.5);
    assertThat(listener.lastSample.pose.qx).isEqualTo(0.1);
    assertThat(listener.lastSample.pose.qy).isEqualTo(0.2);
    assertThat(listener.lastSample.pose.qz).isEqualTo(0.3);
  }

  @Test
  void decodesRegardlessOfReadBoundaries() {
    Streams.assertSplitIndependent(VrpnDecoder::new, sampleStream());
  }

  @Test
  void acceptsNamesAfterPoses() {
    feed(VrpnEncoder.cookie("07.30"));
    feed(VrpnEncoder.pose(2, 1, 0, 0, poseAt(1)));
    feed(VrpnEncoder.type(1, POSE_TYPE));
    feed(VrpnEncoder.pose(2, 1, 0, 0, poseAt(2)));
    feed(VrpnEncoder.sender(2, "Late"));
    feed(VrpnEncoder.pose(2, 1, 0, 0, poseAt(3)));
    assertThat(listener.lines).containsExactly("body 512 Late", "sample 512 -1 0 true 3.000");
  }

  @Test
  void rejectsOtherProtocolsAndVersions() {
    assertThat(feed("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(decoder.problem()).contains("not a VRPN server").contains("'HTTP/1.1 400 Bad Reque");
    decoder.reset();
    assertThat(feed(VrpnEncoder.cookie("06.04"))).isFalse();
    assertThat(decoder.problem()).contains("another version").contains("06.04");
  }

  @Test
  void invalidLengthEndsStreamUntilReset() {
    for (int length : new int[] {0, 23, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 28}) {
      decoder.reset();
      listener.lines.clear();
      feed(VrpnEncoder.cookie("07.35"));
      byte[] corrupted = VrpnEncoder.pose(1, 1, 0, 0, poseAt(0));
      ByteBuffer.wrap(corrupted).putInt(0, length);
      assertThat(feed(corrupted)).as("length %d", length).isFalse();
      assertThat(decoder.problem()).contains(String.valueOf(length));
      decoder.reset();
      listener.lines.clear();
      assertThat(feed(sampleStream())).isTrue();
      assertThat(listener.lines).hasSize(4);
    }
  }

  @Test
  void skipsLongMessagesAndShortPayloads() {
    feed(VrpnEncoder.cookie("07.35"));
    byte[] longMessage = new byte[24 + 1_000_000];
    ByteBuffer.wrap(longMessage).putInt(0, longMessage.length);
    assertThat(feed(longMessage)).isTrue();
    for (int payload = 0; payload < 64; payload++) {
      byte[] shortMessage = new byte[24 + (payload + 7) / 8 * 8];
      ByteBuffer.wrap(shortMessage).putInt(24 + payload).putLong(0).putInt(7).putInt(3);
      assertThat(feed(shortMessage)).isTrue();
      ByteBuffer.wrap(shortMessage).putInt(16, -1);
      assertThat(feed(shortMessage)).isTrue();
    }
    byte[] stream = sampleStream();
    decoder.feed(stream, 24, stream.length - 24);
    assertThat(listener.lines).hasSize(4);
  }
}
