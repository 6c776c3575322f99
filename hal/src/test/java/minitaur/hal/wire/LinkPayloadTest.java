package minitaur.hal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

class LinkPayloadTest {
  private final byte[] payload = new byte[LinkFrame.MAX_PAYLOAD_BYTES];

  @Test
  void encodesAndDecodesState() {
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
    BoardSample decoded = new BoardSample();
    // The upper bits of the time are taken from the previous value.
    decoded.boardTimeNanos = 5_000_000_000L;
    assertThat(LinkState.decode(payload, LinkState.BYTES, decoded)).isTrue();

    assertThat(decoded.boardTimeNanos).isEqualTo(sent.boardTimeNanos);
    assertThat(decoded.values.encoderTimeNanos).isEqualTo(sent.values.encoderTimeNanos);
    assertThat(decoded.values.imuTimeNanos).isEqualTo(sent.values.imuTimeNanos);
    assertThat(decoded.bootId).isEqualTo(0xbeef);
    assertThat(decoded.commandSequence).isEqualTo(65_535);
    assertThat(decoded.driving).isTrue();
    assertThat(decoded.watchdogTripped).isFalse();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(decoded.values.encoderAngleRad[motor])
          .isCloseTo(sent.values.encoderAngleRad[motor], within(1e-6));
      assertThat(decoded.values.motorTorqueNm[motor])
          .isCloseTo(sent.values.motorTorqueNm[motor], within(1e-3));
      assertThat(decoded.values.motorTemperatureCelsius[motor]).isEqualTo(20 + motor);
    }
    assertThat(decoded.values.imuRollRad).isCloseTo(-0.3, within(1e-9));
    assertThat(decoded.values.imuPitchRad).isCloseTo(0.2, within(1e-9));
    assertThat(decoded.values.imuRateXRadPerSec).isCloseTo(12, within(1e-9));
    assertThat(decoded.values.imuRateYRadPerSec).isCloseTo(-9.5, within(1e-9));
    assertThat(decoded.values.batteryVoltage).isCloseTo(15.9, within(1e-9));
    assertThat(decoded.values.energyJoules).isCloseTo(123_456.78, within(1e-2));
  }

  @Test
  void preservesUnknownValues() {
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
    BoardSample decoded = new BoardSample();
    LinkState.decode(payload, LinkState.BYTES, decoded);
    assertThat(decoded.commandSequence).isEqualTo(-1);
    assertThat(decoded.values.encoderTimeNanos).isEqualTo(BoardSample.NEVER);
    assertThat(decoded.values.imuTimeNanos).isEqualTo(BoardSample.NEVER);
    assertThat(decoded.values.encoderAngleRad).containsOnly(Double.NaN);
    assertThat(decoded.values.motorTorqueNm).containsOnly(Double.NaN);
    assertThat(decoded.values.motorTemperatureCelsius).containsOnly(Double.NaN);
    assertThat(decoded.values.imuRollRad).isNaN();
    assertThat(decoded.values.imuPitchRad).isNaN();
    assertThat(decoded.values.imuRateXRadPerSec).isNaN();
    assertThat(decoded.values.imuRateYRadPerSec).isNaN();
    assertThat(decoded.values.batteryVoltage).isNaN();
    assertThat(decoded.values.energyJoules).isNaN();
  }

  @Test
  void extendsBoardTimeAcrossWrap() {
    BoardSample sent = new BoardSample();
    BoardSample decoded = new BoardSample();
    long micros = 0xffff_ff00L;
    for (int i = 0; i < 1000; i++) {
      sent.boardTimeNanos = (micros + i) * 1000;
      decoded.boardTimeNanos = i == 0 ? sent.boardTimeNanos : decoded.boardTimeNanos;
      LinkState.encode(sent, payload);
      LinkState.decode(payload, LinkState.BYTES, decoded);
      assertThat(decoded.boardTimeNanos).isEqualTo(sent.boardTimeNanos);
    }
  }

  @Test
  void encodesAndDecodesCommand() {
    BoardCommand sent = command();
    LinkCommand.encode(sent, payload);
    BoardCommand decoded = new BoardCommand();
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES, decoded)).isTrue();
    assertThat(decoded.mode).isEqualTo(BoardCommand.Mode.POSITION);
    assertThat(decoded.bootId).isEqualTo(513);
    assertThat(decoded.watchdogMillis).isEqualTo(100);
    assertThat(decoded.kp).isCloseTo(1, within(1e-7));
    assertThat(decoded.kd).isCloseTo(0.015, within(1e-7));
    assertThat(decoded.value).containsExactly(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5);
  }

  @Test
  void rejectsInvalidCommands() {
    BoardCommand nanValue = command();
    nanValue.value[3] = Double.NaN;
    assertThat(isAccepted(nanValue)).isFalse();
    BoardCommand longWatchdog = command();
    longWatchdog.watchdogMillis = 101;
    assertThat(isAccepted(longWatchdog)).isFalse();
    BoardCommand noWatchdog = command();
    noWatchdog.watchdogMillis = 0;
    assertThat(isAccepted(noWatchdog)).isFalse();
    LinkCommand.encode(command(), payload);
    payload[0] = 5;
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES, new BoardCommand())).isFalse();
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES - 1, new BoardCommand())).isFalse();
  }

  @Test
  void encodesAndDecodesHello() {
    LinkHello hello = new LinkHello(7, 1, 2, 1000, "emulated board");
    assertThat(LinkHello.decode(payload, hello.encode(payload))).isEqualTo(hello);
    assertThat(LinkHello.decode(payload, 31)).isNull();
    new LinkHello(7, 1, 2, 1000, "\u001b[2Jboard").encode(payload);
    assertThat(LinkHello.decode(payload, LinkHello.BYTES).name()).isEqualTo("?[2Jboard");
  }

  private boolean isAccepted(BoardCommand command) {
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

  @Test
  void rawStateCopiesRatesAndForgetsVoltage() {
    RobotState sensors = new RobotState();
    sensors.angularVelocityXRadPerSec = 1;
    sensors.angularVelocityYRadPerSec = 2;
    sensors.batteryVoltage = 16;
    RawState raw = new RawState();
    raw.setUncalibrated(sensors);
    RawState copy = new RawState();
    copy.set(raw);
    assertThat(copy.imuRateXRadPerSec).isEqualTo(1);
    assertThat(copy.imuRateYRadPerSec).isEqualTo(2);
    assertThat(copy.batteryVoltage).isEqualTo(16);
    copy.clear();
    assertThat(copy.batteryVoltage).isNaN();
  }

  @Test
  void linkCommandRejectsUnknownMode() {
    byte[] payload = new byte[LinkCommand.BYTES];
    BoardCommand command = new BoardCommand();
    command.watchdogMillis = 100;
    LinkCommand.encode(command, payload);
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES, command)).isTrue();
    payload[0] = (byte) BoardCommand.Mode.COUNT;
    assertThat(LinkCommand.decode(payload, LinkCommand.BYTES, command)).isFalse();
  }

  @Test
  void linkStateKeepsLargeEnergyAndTimeAcrossWraparound() {
    byte[] payload = new byte[LinkState.BYTES];
    BoardSample sent = new BoardSample();
    BoardSample received = new BoardSample();
    sent.values.energyJoules = 3e7;
    for (long seconds = 0; seconds <= 5000; seconds += 1000) {
      sent.boardTimeNanos = seconds * 1_000_000_000L;
      LinkState.encode(sent, payload);
      assertThat(LinkState.decode(payload, LinkState.BYTES, received)).isTrue();
      assertThat(received.boardTimeNanos).isEqualTo(sent.boardTimeNanos);
    }
    assertThat(received.values.energyJoules).isEqualTo(3e7);
    // The counter wraps at 4.29e7 J.
    for (double joules : new double[] {4e7, 4.5e7, 6e7, 8e7, 9e7}) {
      sent.values.energyJoules = joules;
      LinkState.encode(sent, payload);
      LinkState.decode(payload, LinkState.BYTES, received);
      assertThat(received.values.energyJoules).isEqualTo(joules);
    }
  }
}
