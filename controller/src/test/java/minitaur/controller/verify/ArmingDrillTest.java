package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.wire.BoardCommand.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the drill with few trials; {@code bench arming --count 200} runs it in full. */
@Tag("timing")
class ArmingDrillTest {
  private static final int TRIALS = 6;

  static List<Arguments> boardsAndFaults() {
    return Arrays.stream(Board.values())
        .flatMap(
            board -> Stream.of(ArmingDrill.Fault.values()).map(fault -> Arguments.of(board, fault)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("boardsAndFaults")
  void keepsTorqueOffUntilTheOperatorConfirmsAgain(Board board, ArmingDrill.Fault fault) {
    List<Result> results = ArmingDrill.run(board, fault, 7, TRIALS);
    assertThat(results).hasSize(4).allMatch(Result::isMet);
  }

  @Test
  void offTimeExceedsItsLimitOnlyIfTheMotorsAreDrivenThroughout() {
    assertThat(ArmingDrill.offMillis(driven(1, 0))).isZero();
    assertThat(ArmingDrill.offMillis(driven(1, 40))).isEqualTo(40);
    assertThat(ArmingDrill.offMillis(driven(1, 700))).isEqualTo(700);
    assertThat(ArmingDrill.offMillis(driven(30, 40))).isEqualTo(40);
    assertThat(ArmingDrill.offMillis(driven(300, 700))).isZero();
  }

  @Test
  void positionCommandDrivesMotorsUnlessTheBoardDampsWithIt() {
    assertThat(ArmingDrill.isDriven(Board.MINITAUR_LINK, Mode.POSITION, 0)).isTrue();
    assertThat(ArmingDrill.isDriven(Board.MINITAUR_LINK, Mode.DAMPING, 0)).isFalse();
    assertThat(ArmingDrill.isDriven(Board.GHOST, Mode.POSITION, (float) 0.1)).isFalse();
    assertThat(ArmingDrill.isDriven(Board.GHOST, Mode.POSITION, 0.2)).isTrue();
    assertThat(ArmingDrill.isDriven(Board.MOTEUS, Mode.POSITION, 0)).isFalse();
    assertThat(ArmingDrill.isDriven(Board.MOTEUS, Mode.POSITION, 0.2)).isTrue();
    assertThat(ArmingDrill.isDriven(Board.MOTEUS, Mode.OFF, 0.2)).isFalse();
  }

  private static BitSet driven(int from, int to) {
    BitSet driven = new BitSet();
    driven.set(from, to + 1);
    return driven;
  }
}
