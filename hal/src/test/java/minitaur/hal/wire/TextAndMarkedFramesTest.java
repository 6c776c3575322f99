package minitaur.hal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class TextAndMarkedFramesTest {
  @Test
  void readsMoteusDocumentedAnswerLine() {
    CanLine line = CanLine.fromBus();
    assertThat(accept(line, "OK\r\nrcv 100 2404000a005000000170ff230d181400\n")).isEqualTo(1);
    assertThat(line.identifier()).isEqualTo(0x100);
    assertThat(HexFormat.of().formatHex(line.data(), 0, line.dataLength()))
        .isEqualTo("2404000a005000000170ff230d181400");
    assertThat(line.damaged()).isZero();
  }

  @Test
  void writesOrdersAsDocumented() {
    MoteusFrame.Order order = new MoteusFrame.Order();
    order.mode = MoteusFrame.POSITION_MODE;
    order.position = 0.5;
    order.kpScale = 1;
    order.kdScale = 2;
    order.maximumTorque = 3.5;
    order.watchdog = 0.1;
    byte[] data = new byte[CanLine.LONGEST_DATA];
    int length = MoteusFrame.encodeOrder(order, data);
    byte[] out = new byte[CanLine.LONGEST_LINE];
    int end = CanLine.send(0x8001, data, length, out, 0);
    assertThat(new String(out, 0, end, StandardCharsets.US_ASCII))
        .isEqualTo(
            "can send 8001 01000a0d200000003f0e230000803f000000400d25000060400f27cdcccc3d"
                + "000080bf000080bf1f001d031f0d1d7050\n");
    MoteusFrame.Order got = new MoteusFrame.Order();
    assertThat(MoteusFrame.decodeOrder(data, length, got)).isTrue();
    assertThat(got.position).isEqualTo(0.5);
    assertThat(got.kdScale).isEqualTo(2);
    assertThat(got.maximumTorque).isEqualTo(3.5);
  }

  @Test
  void keepsWhatAControllerDidNotSayUnknown() {
    byte[] data = HexFormat.of().parseHex("2f01000000bf0000000000000000" + "5050");
    MoteusFrame.Answer answer = new MoteusFrame.Answer();
    assertThat(MoteusFrame.decodeAnswer(data, data.length, answer)).isTrue();
    assertThat(answer.position).isEqualTo(-0.5);
    assertThat(answer.voltage).isNaN();
    assertThat(answer.fault).isNaN();
    assertThat(MoteusFrame.decodeAnswer(data, 6, answer)).isFalse();
  }

  @Test
  void findsGhostStatesBetweenAnything() {
    byte[] state = ghostState();
    RandomStream random = RandomStream.of(1, "noise");
    BoardSample got = new BoardSample();
    MarkedFrames frames = new MarkedFrames(GhostFrame.STATE_BYTES);
    int found = 0;
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      for (int at = 0; at < noise.length; at++) {
        // Many marks, so that many false beginnings are tried.
        int kind = random.nextInt(4);
        noise[at] = (byte) (kind == 0 ? 0xaa : kind == 1 ? 0xbb : random.nextInt(256));
      }
      accept(frames, noise, got);
      found += accept(frames, state, got);
      found += accept(frames, state, got);
    }
    // The first after noise may be swallowed by a false beginning that is still open, then it is
    // found again inside it.
    assertThat(found).isBetween(999, 1000);
    assertThat(got.values.batteryVoltage).isCloseTo(15.5, within(1e-6));
    assertThat(got.values.encoderAngleRad[3]).isCloseTo(0.3, within(1e-6));
    assertThat(got.values.energyJoules).isNaN();
  }

  @Test
  void findsNoGhostStateAndNoAnswerInTenMillionBytesOfNoise() {
    RandomStream random = RandomStream.of(2, "noise");
    MarkedFrames frames = new MarkedFrames(GhostFrame.STATE_BYTES);
    CanLine line = CanLine.fromBus();
    BoardSample got = new BoardSample();
    int found = 0;
    byte[] one = new byte[1];
    for (int i = 0; i < 10_000_000; i++) {
      one[0] = (byte) random.nextInt(256);
      found += accept(frames, one, got);
      found += line.accept(one[0]) ? 1 : 0;
    }
    assertThat(found).isZero();
    assertThat(line.damaged()).isGreaterThan(10_000);
  }

  @Test
  void ghostCommandsComeBack() {
    double[] position = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] stiffness = {8, 7, 6, 5, 4, 3, 2, 1};
    byte[] out = new byte[GhostFrame.COMMAND_BYTES];
    assertThat(GhostFrame.encodeCommand(GhostFrame.SET_POSITION, position, stiffness, out))
        .isEqualTo(69);
    double[] gotPosition = new double[8];
    double[] gotStiffness = new double[8];
    assertThat(GhostFrame.decodeCommand(out, gotPosition, gotStiffness)).isEqualTo(3);
    assertThat(gotPosition).isEqualTo(position);
    assertThat(gotStiffness).isEqualTo(stiffness);
    out[10] ^= 1;
    assertThat(GhostFrame.decodeCommand(out, gotPosition, gotStiffness)).isEqualTo(-1);
  }

  private static byte[] ghostState() {
    BoardSample sample = new BoardSample();
    sample.boardTimeNanos = 123_000_000;
    sample.values.batteryVoltage = 15.5;
    for (int motor = 0; motor < 8; motor++) {
      sample.values.encoderAngleRad[motor] = 0.1 * motor;
      sample.values.motorTorqueNm[motor] = 0;
    }
    sample.values.imuRollRad = 0;
    sample.values.imuPitchRad = 0;
    sample.values.imuRateXRadPerSec = 0;
    sample.values.imuRateYRadPerSec = 0;
    byte[] out = new byte[GhostFrame.STATE_BYTES];
    GhostFrame.encodeState(sample, out);
    return out;
  }

  private static int accept(MarkedFrames frames, byte[] bytes, BoardSample sample) {
    int found = 0;
    for (byte each : bytes) {
      if (frames.accept(each)) {
        if (GhostFrame.decodeState(frames.frame(), sample)) {
          frames.accepted();
          found++;
        } else {
          frames.refused();
        }
      }
    }
    return found;
  }

  private static int accept(CanLine line, String text) {
    int found = 0;
    for (byte each : text.getBytes(StandardCharsets.US_ASCII)) {
      found += line.accept(each) ? 1 : 0;
    }
    return found;
  }
}
