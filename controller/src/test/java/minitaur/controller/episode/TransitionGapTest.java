package minitaur.controller.episode;

import static minitaur.controller.episode.AssemblerFixture.FALL;
import static minitaur.controller.episode.AssemblerFixture.MS;
import static minitaur.controller.episode.AssemblerFixture.STEP;
import static minitaur.controller.episode.AssemblerFixture.TIME_LIMIT;
import static minitaur.controller.episode.AssemblerFixture.assembler;
import static minitaur.controller.episode.AssemblerFixture.tick;
import static minitaur.controller.episode.AssemblerFixture.x;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import org.junit.jupiter.api.Test;

/** Tests steps without a pose at their beginning or end. */
class TransitionGapTest {
  private final AssemblerFixture fixture = new AssemblerFixture();
  private final ManualPoseSource poses = fixture.poses;
  private final RecordingSink sink = fixture.sink;
  private final TransitionAssembler assembler = fixture.assembler;

  @Test
  void stepsWithoutPosesBecomeGaps() {
    assembler.begin(0);
    for (int step = 0; step < 12; step++) {
      // No pose between 70 ms and 170 ms, which covers ticks 4 to 8.
      for (long time = step * STEP - 10 * MS; time <= step * STEP; time += 10 * MS) {
        if (time < 70 * MS || time > 170 * MS) {
          fixture.deliver(time);
        }
      }
      assembler.tick(tick(step));
    }
    fixture.deliver(12 * STEP);
    assembler.end(tick(12), TIME_LIMIT);

    assertThat(sink.lines)
        .containsExactly(
            "transition 0",
            "transition 1",
            "transition 2",
            "gap 3",
            "gap 4",
            "gap 5",
            "gap 6",
            "gap 7",
            "gap 8",
            "transition 9",
            "transition 10",
            "transition 11",
            "final 12");
    assertThat(assembler.droppedSteps()).isEqualTo(6);
    assertThat(assembler.distance()).isCloseTo(x(12 * STEP) - x(0), within(1e-9));
  }

  @Test
  void flushDropsStepsWithoutPose() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      fixture.deliver(step * STEP);
      assembler.tick(tick(step));
    }
    assembler.end(tick(3), FALL);
    assertThat(assembler.isComplete()).isFalse();

    assembler.flush();

    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2", "final 3");
    assertThat(assembler.isComplete()).isTrue();
    assertThat(assembler.droppedSteps()).isEqualTo(1);
    assertThat(assembler.distance()).isCloseTo(x(2 * STEP), within(1e-9));
  }

  @Test
  void dropsOldestTicksWithoutPoses() {
    assembler.begin(0);
    for (int step = 0; step < 100; step++) {
      assembler.tick(tick(step));
    }
    assertThat(sink.lines).hasSize(36);
    assembler.end(tick(100), TIME_LIMIT);
    assembler.flush();

    List<String> expected = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      expected.add("gap " + step);
    }
    expected.add("final 100");
    assertThat(sink.lines).isEqualTo(expected);
    assertThat(assembler.droppedSteps()).isEqualTo(100);
    assertThat(assembler.meanForwardVelocity()).isZero();
  }

  @Test
  void posesAfterOverflowCompletePendingTicks() {
    assembler.begin(0);
    fixture.deliver(0);
    for (int step = 0; step < 100; step++) {
      assembler.tick(tick(step));
    }
    for (int step = 1; step <= 100; step++) {
      fixture.deliver(step * STEP);
    }
    assembler.end(tick(100), TIME_LIMIT);

    assertThat(sink.lines).hasSize(101).startsWith("gap 0", "gap 1").endsWith("final 100");
    assertThat(assembler.droppedSteps()).isEqualTo(37);
    assertThat(sink.transitions.get(0).step()).isEqualTo(37);
    assertThat(sink.transitions).hasSize(63);
  }

  @Test
  void endWithoutObservationMakesLastStepAGap() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      fixture.deliver(step * STEP);
      assembler.tick(tick(step));
    }
    assembler.endWithoutObservation(new Truncation(Reason.SENSOR_INVALID));

    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2");
    assertThat(assembler.isComplete()).isTrue();
    assertThat(assembler.droppedSteps()).isEqualTo(1);
  }

  @Test
  void ticksLongBeforeFirstPoseBecomeGaps() {
    assembler.begin(0);
    for (int step = 0; step < 4; step++) {
      assembler.tick(tick(step));
    }
    fixture.deliver(75 * MS);
    fixture.deliver(80 * MS);
    assembler.end(tick(4), TIME_LIMIT);

    // Tick 1, at 20 ms, is 55 ms before the first pose; tick 2 is 35 ms before.
    assertThat(sink.lines)
        .containsExactly("gap 0", "gap 1", "transition 2", "transition 3", "final 4");
  }

  @Test
  void gapActionsCountInAccelerationPenalty() {
    assembler.begin(0);
    for (int step = 0; step < 8; step++) {
      if (step != 2) {
        poses.deliver(step * STEP, 0);
      }
      Tick tick = tick(step);
      tick.action[0] = step == 2 || step == 3 ? 1 : 0;
      assembler.tick(tick);
    }
    poses.deliver(8 * STEP, 0);
    assembler.end(tick(8), TIME_LIMIT);

    // Poses 40 ms apart are close enough to interpolate: no gap here.
    assertThat(assembler.droppedSteps()).isZero();
    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::reward)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        // a = 0 0 1 1 0 0: second differences 0 0 1 -1 -1 1 0 0, each 0.1 / 8
        .containsExactly(0.0, 0.0, -0.0125, -0.0125, -0.0125, -0.0125, 0.0, 0.0);

    RecordingSink sinkWithGaps = new RecordingSink();
    ManualPoseSource sparsePoses = new ManualPoseSource();
    TransitionAssembler sparseAssembler = assembler(sparsePoses, sinkWithGaps);
    sparseAssembler.begin(0);
    for (int step = 0; step < 8; step++) {
      if (step < 1 || step > 3) {
        sparsePoses.deliver(step * STEP, 0);
      }
      Tick tick = tick(step);
      tick.action[0] = step == 2 || step == 3 ? 1 : 0;
      sparseAssembler.tick(tick);
    }
    sparsePoses.deliver(8 * STEP, 0);
    sparseAssembler.end(tick(8), TIME_LIMIT);
    assertThat(sinkWithGaps.lines).startsWith("gap 0", "gap 1", "gap 2", "gap 3", "transition 4");
    assertThat(sinkWithGaps.transitions)
        .extracting(RecordingSink.Stored::reward)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(-0.0125, -0.0125, 0.0, 0.0);
  }
}
