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
  private final Bodies bodies = new Bodies();
  private final QtmDecoder decoder = new QtmDecoder(bodies);

  private static byte[] conversation() {
    return Streams.join(
        QtmEncoder.text(QtmEncoder.ANSWER, "QTM RT Interface connected"),
        QtmEncoder.text(QtmEncoder.ERROR, "Parse error"),
        QtmEncoder.names(List.of("Minitaur", "Box & lid")),
        QtmEncoder.frame(41, 5_000_250_000L, Bodies.two(1.5, true)),
        QtmEncoder.frame(42, 5_010_000_000L, Bodies.two(1.25, false)));
  }

  private boolean feed(byte[] bytes) {
    return decoder.feed(bytes, 0, bytes.length);
  }

  @Test
  void readsNamesAndBodies() {
    assertThat(feed(conversation())).isTrue();
    assertThat(bodies.lines)
        .containsExactly(
            "answer QTM RT Interface connected",
            "refusal Parse error",
            "forget",
            "body 0 Minitaur",
            "body 1 Box & lid",
            "sample 0 41 5000250000 true 1.500",
            "sample 1 41 5000250000 true 0.000",
            "sample 0 42 5010000000 true 1.250",
            "sample 1 42 5010000000 false 0.000");
  }

  @Test
  void rotationsOfAllKindsSurviveTheMatrix() {
    feed(QtmEncoder.names(List.of("Minitaur")));
    RandomStream random = RandomStream.of(5, "rotations");
    EmulatedBody body = new EmulatedBody("Minitaur");
    for (int i = 0; i < 2000; i++) {
      Pose pose = body.pose;
      double[] q = new double[4];
      double norm = 0;
      for (int k = 0; k < 4; k++) {
        // Half turns, where a naive formula divides by nearly nothing, come up often.
        q[k] = i % 4 == k && i % 3 == 0 ? 1e-9 : random.nextGaussian();
        norm += q[k] * q[k];
      }
      pose.qw = q[0] / Math.sqrt(norm);
      pose.qx = q[1] / Math.sqrt(norm);
      pose.qy = q[2] / Math.sqrt(norm);
      pose.qz = q[3] / Math.sqrt(norm);
      feed(QtmEncoder.frame(i, i, List.of(body)));
      double dot =
          bodies.last.qw * pose.qw
              + bodies.last.qx * pose.qx
              + bodies.last.qy * pose.qy
              + bodies.last.qz * pose.qz;
      assertThat(Math.abs(dot)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void everySplitAndEveryMergeReadsTheSame() {
    Streams.assertEverySplitReadsTheSame(QtmDecoder::new, conversation());
  }

  @Test
  void anotherNumberOfBodiesAsksForNames() {
    feed(QtmEncoder.names(List.of("Minitaur")));
    feed(QtmEncoder.frame(1, 1000, Bodies.two(1, true)));
    feed(QtmEncoder.frame(2, 2000, Bodies.two(1, true)));
    assertThat(bodies.lines).filteredOn(line -> line.equals("names changed")).hasSize(1);
  }

  @Test
  void impossibleSizesEndTheStreamAndTheNextOneIsRead() {
    for (int size : new int[] {0, 7, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      byte[] hostile = QtmEncoder.frame(1, 1, Bodies.two(1, true));
      ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN).putInt(0, size);
      assertThat(feed(hostile)).as("size %d", size).isFalse();
      decoder.reset();
    }
    assertThat(feed("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(decoder.problem()).contains("HTTP/1.1");
    decoder.reset();
    bodies.lines.clear();
    feed(conversation());
    assertThat(bodies.lines).hasSize(9);
  }

  @Test
  void impossibleCountsWithinAFrameAreIgnored() {
    byte[] frame = QtmEncoder.frame(1, 1, Bodies.two(1, true));
    feed(QtmEncoder.names(List.of("Minitaur", "Box & lid")));
    bodies.lines.clear();
    // Components, component size, bodies.
    for (int position : new int[] {20, 24, 32}) {
      for (int value : new int[] {-1, 7, 3000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        byte[] hostile = frame.clone();
        ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
        assertThat(feed(hostile)).isTrue();
      }
    }
    bodies.lines.clear();
    feed(frame);
    assertThat(bodies.lines).hasSize(2);
  }

  @Test
  void brokenOrMaliciousNamesAreIgnored() {
    feed(QtmEncoder.text(QtmEncoder.XML, "<QTM><The_6D><Body><Name>half"));
    feed(
        QtmEncoder.text(
            QtmEncoder.XML,
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                + "<QTM><The_6D><Body><Name>&x;</Name></Body></The_6D></QTM>"));
    feed(QtmEncoder.text(QtmEncoder.XML, "<QTM><The_3D/></QTM>"));
    assertThat(bodies.lines).noneMatch(line -> line.matches("body \\d+ .+"));
  }
}
