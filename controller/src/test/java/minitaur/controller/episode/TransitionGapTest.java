package minitaur.controller.episode;

import static minitaur.controller.episode.AssembledWalk.FELL;
import static minitaur.controller.episode.AssembledWalk.LIMIT;
import static minitaur.controller.episode.AssembledWalk.MS;
import static minitaur.controller.episode.AssembledWalk.STEP;
import static minitaur.controller.episode.AssembledWalk.assembler;
import static minitaur.controller.episode.AssembledWalk.tick;
import static minitaur.controller.episode.AssembledWalk.x;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import org.junit.jupiter.api.Test;

/** Tests steps without a pose at their beginning or end. */
class TransitionGapTest {
  private final AssembledWalk walk = new AssembledWalk();
  private final ManualPoses poses = walk.poses;
  private final RecordingSink sink = walk.sink;
  private final TransitionAssembler assembler = walk.assembler;

  @Test
  void stepsWithoutPosesBecomeGapsInTheirPlace() {
    assembler.begin(0);
    for (int step = 0; step < 12; step++) {
      // No pose between 70 ms and 170 ms, which covers ticks 4 to 8.
      for (long time = step * STEP - 10 * MS; time <= step * STEP; time += 10 * MS) {
        if (time < 70 * MS || time > 170 * MS) {
          walk.arrive(time);
        }
      }
      assembler.tick(tick(step));
    }
    walk.arrive(12 * STEP);
    assembler.end(tick(12), LIMIT);

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
    assertThat(assembler.dropped()).isEqualTo(6);
    assertThat(assembler.distance()).isCloseTo(x(12 * STEP) - x(0), within(1e-9));
  }

  @Test
  void flushDropsStepsWithoutAPose() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      walk.arrive(step * STEP);
      assembler.tick(tick(step));
    }
    assembler.end(tick(3), FELL);
    assertThat(assembler.isSettled()).isFalse();

    assembler.flush();

    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2", "final 3");
    assertThat(assembler.isSettled()).isTrue();
    assertThat(assembler.dropped()).isEqualTo(1);
    assertThat(assembler.distance()).isCloseTo(x(2 * STEP), within(1e-9));
  }

  @Test
  void withoutPosesTheOldestTicksAreDropped() {
    assembler.begin(0);
    for (int step = 0; step < 100; step++) {
      assembler.tick(tick(step));
    }
    assertThat(sink.lines).hasSize(36);
    assembler.end(tick(100), LIMIT);
    assembler.flush();

    List<String> expected = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      expected.add("gap " + step);
    }
    expected.add("final 100");
    assertThat(sink.lines).isEqualTo(expected);
    assertThat(assembler.dropped()).isEqualTo(100);
    assertThat(assembler.meanForwardVelocity()).isZero();
  }

  @Test
  void posesThatComeAfterAnOverflowStillServeTheTicksThatWait() {
    assembler.begin(0);
    walk.arrive(0);
    for (int step = 0; step < 100; step++) {
      assembler.tick(tick(step));
    }
    for (int step = 1; step <= 100; step++) {
      walk.arrive(step * STEP);
    }
    assembler.end(tick(100), LIMIT);

    assertThat(sink.lines).hasSize(101).startsWith("gap 0", "gap 1").endsWith("final 100");
    assertThat(assembler.dropped()).isEqualTo(37);
    assertThat(sink.transitions.get(0).step()).isEqualTo(37);
    assertThat(sink.transitions).hasSize(63);
  }

  @Test
  void anEndWithoutObservationMakesTheLastStepAGapAndStoresNoFinal() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      walk.arrive(step * STEP);
      assembler.tick(tick(step));
    }
    assembler.endUnobserved(new Truncation(Reason.SENSOR_INVALID));

    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2");
    assertThat(assembler.isSettled()).isTrue();
    assertThat(assembler.dropped()).isEqualTo(1);
  }

  @Test
  void aFirstPoseThatComesTooLateDoesNotServeTheFirstTicks() {
    assembler.begin(0);
    for (int step = 0; step < 4; step++) {
      assembler.tick(tick(step));
    }
    walk.arrive(75 * MS);
    walk.arrive(80 * MS);
    assembler.end(tick(4), LIMIT);

    // Tick 1, at 20 ms, is 55 ms before the first pose; tick 2 is 35 ms before.
    assertThat(sink.lines)
        .containsExactly("gap 0", "gap 1", "transition 2", "transition 3", "final 4");
  }

  @Test
  void theActionsOfGapsCountInTheNextStepsAcceleration() {
    assembler.begin(0);
    for (int step = 0; step < 8; step++) {
      if (step != 2) {
        poses.arrive(step * STEP, 0);
      }
      Tick tick = tick(step);
      tick.action[0] = step == 2 || step == 3 ? 1 : 0;
      assembler.tick(tick);
    }
    poses.arrive(8 * STEP, 0);
    assembler.end(tick(8), LIMIT);

    // Poses 40 ms apart are close enough to interpolate: no gap here.
    assertThat(assembler.dropped()).isZero();
    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::reward)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        // a = 0 0 1 1 0 0: second differences 0 0 1 -1 -1 1 0 0, each 0.1 / 8
        .containsExactly(0.0, 0.0, -0.0125, -0.0125, -0.0125, -0.0125, 0.0, 0.0);

    RecordingSink gappy = new RecordingSink();
    ManualPoses few = new ManualPoses();
    TransitionAssembler other = assembler(few, gappy);
    other.begin(0);
    for (int step = 0; step < 8; step++) {
      if (step < 1 || step > 3) {
        few.arrive(step * STEP, 0);
      }
      Tick tick = tick(step);
      tick.action[0] = step == 2 || step == 3 ? 1 : 0;
      other.tick(tick);
    }
    few.arrive(8 * STEP, 0);
    other.end(tick(8), LIMIT);
    assertThat(gappy.lines).startsWith("gap 0", "gap 1", "gap 2", "gap 3", "transition 4");
    assertThat(gappy.transitions)
        .extracting(RecordingSink.Stored::reward)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(-0.0125, -0.0125, 0.0, 0.0);
  }
}
