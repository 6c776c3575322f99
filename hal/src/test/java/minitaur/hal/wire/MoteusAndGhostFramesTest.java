package minitaur.hal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class MoteusAndGhostFramesTest {
  @Test
  void decodesDocumentedReplyLine() {
    FdcanusbLine line = FdcanusbLine.fromBus();
    assertThat(accept(line, "OK\r\nrcv 100 2404000a005000000170ff230d181400\n")).isEqualTo(1);
    assertThat(line.identifier()).isEqualTo(0x100);
    assertThat(HexFormat.of().formatHex(line.data(), 0, line.dataLength()))
        .isEqualTo("2404000a005000000170ff230d181400");
    assertThat(line.damaged()).isZero();
  }

  @Test
  void encodesCommandsAsDocumented() {
    MoteusFrame.Command command = new MoteusFrame.Command();
    command.mode = MoteusFrame.POSITION_MODE;
    command.position = 0.5;
    command.kpScale = 1;
    command.kdScale = 2;
    command.maxTorque = 3.5;
    command.watchdog = 0.1;
    byte[] data = new byte[FdcanusbLine.MAX_DATA_BYTES];
    int length = MoteusFrame.encodeCommand(command, data);
    byte[] out = new byte[FdcanusbLine.MAX_LINE_BYTES];
    int end = FdcanusbLine.encodeSend(0x8001, data, length, out, 0);
    assertThat(new String(out, 0, end, StandardCharsets.US_ASCII))
        .isEqualTo(
            "can send 8001 01000a0d200000003f0e230000803f000000400d25000060400f27cdcccc3d"
                + "000080bf000080bf1f001d031f0d1d7050\n");
    MoteusFrame.Command decoded = new MoteusFrame.Command();
    assertThat(MoteusFrame.decodeCommand(data, length, decoded)).isTrue();
    assertThat(decoded.position).isEqualTo(0.5);
    assertThat(decoded.kdScale).isEqualTo(2);
    assertThat(decoded.maxTorque).isEqualTo(3.5);
  }

  @Test
  void missingReplyValuesAreNan() {
    byte[] data = HexFormat.of().parseHex("2f01000000bf0000000000000000" + "5050");
    MoteusFrame.Reply reply = new MoteusFrame.Reply();
    assertThat(MoteusFrame.decodeReply(data, data.length, reply)).isTrue();
    assertThat(reply.position).isEqualTo(-0.5);
    assertThat(reply.voltage).isNaN();
    assertThat(reply.fault).isNaN();
    assertThat(MoteusFrame.decodeReply(data, 6, reply)).isFalse();
  }

  @Test
  void findsGhostStatesBetweenNoise() {
    byte[] state = ghostState();
    RandomStream random = RandomStream.of(1, "noise");
    BoardSample decoded = new BoardSample();
    FrameScanner scanner = new FrameScanner(GhostFrame.STATE_BYTES);
    int found = 0;
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      for (int at = 0; at < noise.length; at++) {
        // Many sync bytes, so that many false starts are tried.
        int kind = random.nextInt(4);
        noise[at] = (byte) (kind == 0 ? 0xaa : kind == 1 ? 0xbb : random.nextInt(256));
      }
      accept(scanner, noise, decoded);
      found += accept(scanner, state, decoded);
      found += accept(scanner, state, decoded);
    }
    // The first frame after noise may be consumed by a false start and is then found inside it.
    assertThat(found).isBetween(999, 1000);
    assertThat(decoded.values.batteryVoltage).isCloseTo(15.5, within(1e-6));
    assertThat(decoded.values.encoderAngleRad[3]).isCloseTo(0.3, within(1e-6));
    assertThat(decoded.values.energyJoules).isNaN();
  }

  @Test
  void findsNoFrameInNoise() {
    RandomStream random = RandomStream.of(2, "noise");
    FrameScanner scanner = new FrameScanner(GhostFrame.STATE_BYTES);
    FdcanusbLine line = FdcanusbLine.fromBus();
    BoardSample decoded = new BoardSample();
    int found = 0;
    byte[] buffer = new byte[1];
    for (int i = 0; i < 10_000_000; i++) {
      buffer[0] = (byte) random.nextInt(256);
      found += accept(scanner, buffer, decoded);
      found += line.accept(buffer[0]) ? 1 : 0;
    }
    assertThat(found).isZero();
    assertThat(line.damaged()).isGreaterThan(10_000);
  }

  @Test
  void encodesAndDecodesGhostCommands() {
    double[] position = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] stiffness = {8, 7, 6, 5, 4, 3, 2, 1};
    byte[] out = new byte[GhostFrame.COMMAND_BYTES];
    assertThat(GhostFrame.encodeCommand(GhostFrame.SET_POSITION, position, stiffness, out))
        .isEqualTo(69);
    double[] decodedPosition = new double[8];
    double[] decodedStiffness = new double[8];
    assertThat(GhostFrame.decodeCommand(out, decodedPosition, decodedStiffness)).isEqualTo(3);
    assertThat(decodedPosition).isEqualTo(position);
    assertThat(decodedStiffness).isEqualTo(stiffness);
    out[10] ^= 1;
    assertThat(GhostFrame.decodeCommand(out, decodedPosition, decodedStiffness)).isEqualTo(-1);
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

  private static int accept(FrameScanner scanner, byte[] bytes, BoardSample sample) {
    int found = 0;
    for (byte value : bytes) {
      if (scanner.accept(value)) {
        if (GhostFrame.decodeState(scanner.frame(), sample)) {
          scanner.acceptFrame();
          found++;
        } else {
          scanner.rejectFrame();
        }
      }
    }
    return found;
  }

  private static int accept(FdcanusbLine line, String text) {
    int found = 0;
    for (byte value : text.getBytes(StandardCharsets.US_ASCII)) {
      found += line.accept(value) ? 1 : 0;
    }
    return found;
  }

  @Test
  void ghostStateHasPlausibleValuesOfEveryMotor() {
    byte[] frame = new byte[GhostFrame.STATE_BYTES];
    BoardSample sent = ghostSample();
    BoardSample received = new BoardSample();
    sent.boardTimeNanos = 3_000_000_000_000_000L;
    GhostFrame.encodeState(sent, frame);
    assertThat(GhostFrame.decodeState(frame, received)).isTrue();
    assertThat(received.boardTimeNanos).as("beyond 2^31 ms").isEqualTo(3_000_000_000_000_000L);
    frame[GhostFrame.STATE_BYTES - 1] = 5;
    assertThat(GhostFrame.decodeState(frame, received)).isTrue();
    assertThat(received.driving).as("every mode but 0 drives").isTrue();

    sent.values.encoderAngleRad[7] = 101;
    GhostFrame.encodeState(sent, frame);
    assertThat(GhostFrame.decodeState(frame, received)).isFalse();
    sent = ghostSample();
    sent.values.motorTorqueNm[7] = -21;
    GhostFrame.encodeState(sent, frame);
    assertThat(GhostFrame.decodeState(frame, received)).isFalse();
  }

  private static BoardSample ghostSample() {
    BoardSample sample = new BoardSample();
    sample.values.imuRollRad = 0;
    sample.values.imuPitchRad = 0;
    sample.values.imuRateXRadPerSec = 0;
    sample.values.imuRateYRadPerSec = 0;
    Arrays.fill(sample.values.encoderAngleRad, 0);
    Arrays.fill(sample.values.motorTorqueNm, 0);
    sample.values.batteryVoltage = 16;
    return sample;
  }

  @Test
  void ghostChecksumAddsUnsignedBytes() {
    byte[] frame = new byte[GhostFrame.COMMAND_BYTES];
    GhostFrame.encodeCommand(GhostFrame.KILL, new double[8], new double[8], frame);
    assertThat(LittleEndian.unsigned16(frame, 67)).isEqualTo(0xaa + 0xbb);
  }

  @Test
  void moteusReplyWithoutWholePositionIsInvalid() {
    MoteusFrame.Reply reply = new MoteusFrame.Reply();
    byte[] data = new byte[64];
    int length = MoteusFrame.encodeReply(reply, data);
    assertThat(MoteusFrame.decodeReply(data, length, reply)).isTrue();
    assertThat(MoteusFrame.decodeReply(data, 13, reply)).as("truncated").isFalse();
    assertThat(MoteusFrame.decodeReply(data, 0, reply)).as("empty").isFalse();
  }
}
