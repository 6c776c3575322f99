package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.ArmPermit;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.InMemorySerialLine;
import minitaur.sim.board.LinkBoardProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests in real time, with a soft start so long that it does not end by itself. */
@Tag("timing")
class ArmingPromptsTest {
  private static final double SOFT_START_SECONDS = 60;
  private static final long TIMEOUT_NANOS = 20_000_000_000L;

  private static final Instruction STAND =
      new Instruction(
          1,
          1,
          "Place it.",
          TargetPose.onStandWithFreeLegs(),
          Instruction.Timing.BEFORE_CONFIRMATION,
          /* rejectionReason= */ null);

  private final SystemClock clock = new SystemClock();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private SerialRobot robot;

  @BeforeEach
  void openRobot() throws Exception {
    openRobot(SOFT_START_SECONDS);
  }

  private void openRobot(double softStartSeconds) throws Exception {
    robot =
        SerialRobot.open(
            new SerialRobot.Connection(
                new EmulatedPort(clock),
                0,
                new MinitaurLinkCodec(),
                RobotCalibration.identity(),
                SerialRobotSettings.defaults()
                    .with(
                        new SerialRobotSettings.Timing(
                            200, softStartSeconds, 0.1, 1_000_000_000, 1_000_000_000))
                    .withUncalibratedAllowed()),
            () -> {
              throw new AssertionError("the board has a watchdog");
            },
            clock,
            failure::set);
    waitFor("idle", () -> robot.phase() == ArmPhase.IDLE);
  }

  @AfterEach
  void closeRobot() {
    robot.close();
    assertThat(failure.get()).isNull();
  }

  /** The motors are off when the stop arrives, and the procedure learns of it only later. */
  @Test
  void stopsIfStoppedBetweenConfirmationAndPermit() {
    expectStop(
        new CancellingPrompts() {
          @Override
          public void confirm(Instruction instruction) {
            robot.stop("the operator stopped the robot");
            // Several ticks.
            clock.waitUntil(clock.nanos() + 50_000_000);
          }

          @Override
          boolean isCancelled() {
            return checks > 1;
          }
        });
  }

  @Test
  void stopsIfCancelledDuringSoftStart() {
    expectStop(
        new CancellingPrompts() {
          @Override
          boolean isCancelled() {
            return robot.phase() == ArmPhase.STARTING;
          }
        });
  }

  /** The position loop has stopped the robot; the procedure must not continue on its limp legs. */
  @Test
  void cancelsProcedureWhenRobotStops() throws Exception {
    robot.close();
    openRobot(0.1);
    ArmingPrompts prompts =
        new ArmingPrompts(
            new CancellingPrompts() {
              @Override
              boolean isCancelled() {
                return false;
              }
            },
            robot,
            clock);
    prompts.confirm(STAND);
    prompts.throwIfCancelled();
    robot.stop("the encoder jumped");
    waitFor("motors off", () -> robot.phase() == ArmPhase.IDLE);
    assertThatThrownBy(prompts::throwIfCancelled)
        .isInstanceOf(CancelledException.class)
        .hasMessage("the robot stopped: the encoder jumped");
  }

  private void expectStop(Prompts delegate) {
    assertThatThrownBy(() -> new ArmingPrompts(delegate, robot, clock).confirm(STAND))
        .isInstanceOf(CancelledException.class)
        .hasMessage("the operator cancelled");
    waitFor("motors off", () -> robot.phase() == ArmPhase.IDLE);
    ArmPermit next = robot.issuePermit();
    assertThat(next.isValid()).isTrue();
  }

  private void waitFor(String description, BooleanSupplier condition) {
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos()).as(description).isLessThan(deadline);
      clock.waitUntil(clock.nanos() + 1_000_000);
    }
  }

  /** Confirms at once. */
  private abstract static class CancellingPrompts implements Prompts {
    int checks;

    abstract boolean isCancelled();

    @Override
    public void confirm(Instruction instruction) {}

    @Override
    public void reportProgress(String activity, double fraction) {}

    @Override
    public void showMessage(String message) {}

    @Override
    public void throwIfCancelled() throws CancelledException {
      checks++;
      if (isCancelled()) {
        throw new CancelledException("the operator cancelled");
      }
    }
  }

  /** The port of an emulated board, which advances while the host reads. */
  private static final class EmulatedPort implements SerialPortSource {
    private final SystemClock clock;
    private final InMemorySerialLine line = new InMemorySerialLine();
    private final EmulatedBoard board =
        new EmulatedBoard(
            new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1),
            new LinkBoardProtocol(),
            line.board(),
            1);
    private final long offsetNanos;

    EmulatedPort(SystemClock clock) {
      this.clock = clock;
      offsetNanos = board.timeNanos() - clock.nanos();
    }

    @Override
    public String name() {
      return "emulated board";
    }

    @Override
    public SerialLink open(int baudRate) throws SerialLinkException {
      SerialLink end = line.open(baudRate);
      return new SerialLink() {
        @Override
        public int read(byte[] bytes) throws SerialLinkException {
          board.advanceTo(clock.nanos() + offsetNanos);
          return end.read(bytes);
        }

        @Override
        public boolean write(byte[] bytes, int length) throws SerialLinkException {
          return end.write(bytes, length);
        }

        @Override
        public void close() {
          end.close();
        }
      };
    }
  }
}
