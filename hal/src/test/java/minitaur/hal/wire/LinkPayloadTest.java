package minitaur.hal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Motor;
import org.junit.jupiter.api.Test;

class LinkPayloadTest {
  private final byte[] payload = new byte[LinkFrame.LONGEST_PAYLOAD];

  @Test
  void carriesAState() {
    BoardSample sent = new BoardSample();
    sent.boardTimeNanos = 5_000_123_000L;
    sent.values.encoderTimeNanos = sent.boardTimeNanos - 250_000;
    sent.values.imuTimeNanos = sent.boardTimeNanos - 4_000_000;
    sent.bootId = 0xbeef;
    sent.commandSequence = 65_535;
    sent.driving = true;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      sent.values.encoderAngleRad[motor] = 0.1 * motor - 7;
      sent.values.motorTorqueNm[motor] = motor - 3.501;
      sent.values.motorTemperatureCelsius[motor] = 20 + motor;
    }
    sent.values.imuRollRad = -0.3;
    sent.values.imuPitchRad = 0.2;
    sent.values.imuRateXRadPerSec = 12;
    sent.values.imuRateYRadPerSec = -9.5;
    sent.values.batteryVoltage = 15.9;
    sent.values.energyJoules = 123_456.78;

    assertThat(LinkState.encode(sent, payload)).isEqualTo(LinkState.BYTES);
    BoardSample got = new BoardSample();
    // The upper bits of the time come from what was known before.
    got.boardTimeNanos = 5_000_000_000L;
    assertThat(LinkState.decode(payload, LinkState.BYTES, got)).isTrue();

    assertThat(got.boardTimeNanos).isEqualTo(sent.boardTimeNanos);
    assertThat(got.values.encoderTimeNanos).isEqualTo(sent.values.encoderTimeNanos);
    assertThat(got.values.imuTimeNanos).isEqualTo(sent.values.imuTimeNanos);
    assertThat(got.bootId).isEqualTo(0xbeef);
    assertThat(got.commandSequence).isEqualTo(65_535);
    assertThat(got.driving).isTrue();
    assertThat(got.watchdogTripped).isFalse();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(got.values.encoderAngleRad[motor])
          .isCloseTo(sent.values.encoderAngleRad[motor], within(1e-6));
      assertThat(got.values.motorTorqueNm[motor])
          .isCloseTo(sent.values.motorTorqueNm[motor], within(1e-3));
      assertThat(got.values.motorTemperatureCelsius[motor]).isEqualTo(20 + motor);
    }
    assertThat(got.values.imuRollRad).isCloseTo(-0.3, within(1e-9));
    assertThat(got.values.imuPitchRad).isCloseTo(0.2, within(1e-9));
    assertThat(got.values.imuRateXRadPerSec).isCloseTo(12, within(1e-9));
    assertThat(got.values.imuRateYRadPerSec).isCloseTo(-9.5, within(1e-9));
    assertThat(got.values.batteryVoltage).isCloseTo(15.9, within(1e-9));
    assertThat(got.values.energyJoules).isCloseTo(123_456.78, within(1e-2));
  }

  @Test
  void keepsTheUnknownUnknown() {
    BoardSample sent = new BoardSample();
    sent.commandSequence = -1;
    sent.values.encoderTimeNanos = BoardSample.NEVER;
    sent.values.imuTimeNanos = BoardSample.NEVER;
    Arrays.fill(sent.values.encoderAngleRad, Double.NaN);
    Arrays.fill(sent.values.motorTorqueNm, Double.NaN);
    Arrays.fill(sent.values.motorTemperatureCelsius, Double.NaN);
    sent.values.imuRollRad = Double.NaN;
    sent.values.imuPitchRad = Double.NaN;
    sent.values.imuRateXRadPerSec = Double.NaN;
    sent.values.imuRateYRadPerSec = Double.NaN;
    sent.values.batteryVoltage = Double.NaN;
    sent.values.energyJoules = Double.NaN;
    LinkState.encode(sent, payload);
    BoardSample got = new BoardSample();
    LinkState.decode(payload, LinkState.BYTES, got);
    assertThat(got.commandSequence).isEqualTo(-1);
    assertThat(got.values.encoderTimeNanos).isEqualTo(BoardSample.NEVER);
    assertThat(got.values.imuTimeNanos).isEqualTo(BoardSample.NEVER);
    assertThat(got.values.encoderAngleRad).containsOnly(Double.NaN);
    assertThat(got.values.motorTorqueNm).containsOnly(Double.NaN);
    assertThat(got.values.motorTemperatureCelsius).containsOnly(Double.NaN);
    assertThat(got.values.imuRollRad).isNaN();
    assertThat(got.values.imuPitchRad).isNaN();
    assertThat(got.values.imuRateXRadPerSec).isNaN();
    assertThat(got.values.imuRateYRadPerSec).isNaN();
    assertThat(got.values.batteryVoltage).isNaN();
    assertThat(got.values.energyJoules).isNaN();
  }

  @Test
  void followsTheBoardsClockAcrossItsWrap() {
    BoardSample sent = new BoardSample();
    BoardSample got = new BoardSample();
    long micros = 0xffff_ff00L;
    for (int i = 0; i < 1000; i++) {
      sent.boardTimeNanos = (micros + i) * 1000;
      got.boardTimeNanos = i == 0 ? sent.boardTimeNanos : got.boardTimeNanos;
      LinkState.encode(sent, payload);
      LinkState.decode(payload, LinkState.BYTES, got);
      assertThat(got.boardTimeNanos).isEqualTo(sent.boardTimeNanos);
    }
  }

  @Test
  void carriesACommand() {
    BoardCommand sent = command();
    LinkCommand.encode(sent, payload);
    BoardCommand got = new BoardCommand();
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES, got)).isTrue();
    assertThat(got.mode).isEqualTo(BoardCommand.Mode.POSITION);
    assertThat(got.bootId).isEqualTo(513);
    assertThat(got.watchdogMillis).isEqualTo(100);
    assertThat(got.kp).isCloseTo(1, within(1e-7));
    assertThat(got.kd).isCloseTo(0.015, within(1e-7));
    assertThat(got.value).containsExactly(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5);
  }

  @Test
  void rejectsWhatNoBoardMayObey() {
    BoardCommand nonsense = command();
    nonsense.value[3] = Double.NaN;
    assertThat(isObeyed(nonsense)).isFalse();
    BoardCommand endless = command();
    endless.watchdogMillis = 101;
    assertThat(isObeyed(endless)).isFalse();
    BoardCommand none = command();
    none.watchdogMillis = 0;
    assertThat(isObeyed(none)).isFalse();
    LinkCommand.encode(command(), payload);
    payload[0] = 5;
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES, new BoardCommand())).isFalse();
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES - 1, new BoardCommand())).isFalse();
  }

  @Test
  void saysWhoItIs() {
    LinkHello hello = new LinkHello(7, 1, 2, 1000, "emulated board");
    assertThat(LinkHello.decode(payload, hello.encode(payload))).isEqualTo(hello);
    assertThat(LinkHello.decode(payload, 31)).isNull();
  }

  private boolean isObeyed(BoardCommand command) {
    return LinkCommand.decode(payload, LinkCommand.encode(command, payload), new BoardCommand());
  }

  private static BoardCommand command() {
    BoardCommand command = new BoardCommand();
    command.mode = BoardCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    command.bootId = 513;
    command.watchdogMillis = 100;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      command.value[motor] = 0.5 * motor;
    }
    return command;
  }
}
