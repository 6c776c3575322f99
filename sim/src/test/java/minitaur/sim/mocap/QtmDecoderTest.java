package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.QtmDecoder;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class QtmDecoderTest {
  private final RecordingListener listener = new RecordingListener();
  private final QtmDecoder decoder = new QtmDecoder(listener);

  private static byte[] sampleStream() {
    return Streams.join(
        QtmEncoder.text(QtmEncoder.RESPONSE, "QTM RT Interface connected"),
        QtmEncoder.text(QtmEncoder.ERROR, "Parse error"),
        QtmEncoder.names(List.of("Minitaur", "Box & lid")),
        QtmEncoder.frame(41, 5_000_250_000L, RecordingListener.twoBodies(1.5, true)),
        QtmEncoder.frame(42, 5_010_000_000L, RecordingListener.twoBodies(1.25, false)));
  }

  private boolean feed(byte[] bytes) {
    return decoder.feed(bytes, 0, bytes.length);
  }

  @Test
  void decodesNamesAndBodies() {
    assertThat(feed(sampleStream())).isTrue();
    assertThat(listener.lines)
        .containsExactly(
            "response QTM RT Interface connected",
            "error Parse error",
            "bodies cleared",
            "body 0 Minitaur",
            "body 1 Box & lid",
            "sample 0 41 5000250000 true 1.500",
            "sample 1 41 5000250000 true 0.000",
            "sample 0 42 5010000000 true 1.250",
            "sample 1 42 5010000000 false 0.000");
  }

  @Test
  void rotationsRoundTripThroughMatrix() {
    feed(QtmEncoder.names(List.of("Minitaur")));
    RandomStream random = RandomStream.of(5, "rotations");
    EmulatedBody body = new EmulatedBody("Minitaur");
    for (int i = 0; i < 2000; i++) {
      Pose pose = body.pose;
      double[] q = new double[4];
      double norm = 0;
      for (int k = 0; k < 4; k++) {
        // Includes half turns, where a naive conversion divides by almost zero.
        q[k] = i % 4 == k && i % 3 == 0 ? 1e-9 : random.nextGaussian();
        norm += q[k] * q[k];
      }
      pose.qw = q[0] / Math.sqrt(norm);
      pose.qx = q[1] / Math.sqrt(norm);
      pose.qy = q[2] / Math.sqrt(norm);
      pose.qz = q[3] / Math.sqrt(norm);
      feed(QtmEncoder.frame(i, i, List.of(body)));
      double dot =
          listener.lastSample.pose.qw * pose.qw
              + listener.lastSample.pose.qx * pose.qx
              + listener.lastSample.pose.qy * pose.qy
              + listener.lastSample.pose.qz * pose.qz;
      assertThat(Math.abs(dot)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void decodesRegardlessOfReadBoundaries() {
    Streams.assertSplitIndependent(QtmDecoder::new, sampleStream());
  }

  @Test
  void changedBodyCountRequestsNames() {
    feed(QtmEncoder.names(List.of("Minitaur")));
    feed(QtmEncoder.frame(1, 1000, RecordingListener.twoBodies(1, true)));
    feed(QtmEncoder.frame(2, 2000, RecordingListener.twoBodies(1, true)));
    assertThat(listener.lines).filteredOn(line -> line.equals("names changed")).hasSize(1);
  }

  @Test
  void invalidSizeEndsStreamUntilReset() {
    for (int size : new int[] {0, 7, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      byte[] corrupted = QtmEncoder.frame(1, 1, RecordingListener.twoBodies(1, true));
      ByteBuffer.wrap(corrupted).order(ByteOrder.LITTLE_ENDIAN).putInt(0, size);
      assertThat(feed(corrupted)).as("size %d", size).isFalse();
      decoder.reset();
    }
    assertThat(feed("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(decoder.problem()).contains("HTTP/1.1");
    decoder.reset();
    listener.lines.clear();
    feed(sampleStream());
    assertThat(listener.lines).hasSize(9);
  }

  @Test
  void ignoresInvalidCountsInFrame() {
    byte[] frame = QtmEncoder.frame(1, 1, RecordingListener.twoBodies(1, true));
    feed(QtmEncoder.names(List.of("Minitaur", "Box & lid")));
    listener.lines.clear();
    // Components, component size, bodies.
    for (int position : new int[] {20, 24, 32}) {
      for (int value : new int[] {-1, 7, 3000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        byte[] corrupted = frame.clone();
        ByteBuffer.wrap(corrupted).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
        assertThat(feed(corrupted)).isTrue();
      }
    }
    listener.lines.clear();
    feed(frame);
    assertThat(listener.lines).hasSize(2);
  }

  @Test
  void ignoresMalformedOrMaliciousNames() {
    feed(QtmEncoder.text(QtmEncoder.XML, "<QTM><The_6D><Body><Name>half"));
    feed(
        QtmEncoder.text(
            QtmEncoder.XML,
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                + "<QTM><The_6D><Body><Name>&x;</Name></Body></The_6D></QTM>"));
    feed(QtmEncoder.text(QtmEncoder.XML, "<QTM><The_3D/></QTM>"));
    assertThat(listener.lines).noneMatch(line -> line.matches("body \\d+ .+"));
  }
}
