package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minitaur.controller.episode.EpisodeEnd.Termination;
import minitaur.controller.episode.EpisodeEnd.Truncation;
import minitaur.controller.episode.EpisodeEnd.Truncation.Reason;
import minitaur.controller.reward.RewardFunction;
import minitaur.controller.reward.RewardWeights;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseSource;
import org.junit.jupiter.api.Test;

class TransitionAssemblerTest {
  private static final long MS = 1_000_000;
  private static final long STEP = 20 * MS;
  private static final long GAP = 50 * MS;
  private static final EpisodeEnd LIMIT = new Truncation(Reason.TIME_LIMIT);
  private static final EpisodeEnd FELL = new Termination(new Fall(0, 1));

  private final ManualPoses poses = new ManualPoses();
  private final RecordingSink sink = new RecordingSink();
  private final TransitionAssembler assembler = assembler(poses, sink);

  private static TransitionAssembler assembler(PoseSource poses, TransitionSink sink) {
    return new TransitionAssembler(
        poses, new PoseHistory(256, GAP), GAP, new RewardFunction(RewardWeights.nominal()), sink);
  }

  /** Observation and action of step k carry k, so that a test sees which is which. */
  private static Tick tick(int step) {
    Tick tick = new Tick();
    tick.step = step;
    tick.timeNanos = step * STEP;
    tick.observation[0] = step;
    return tick;
  }

  /** Where the robot is: an uneven walk. */
  private static double x(long timeNanos) {
    double t = timeNanos * 1e-9;
    return 0.4 * t + 0.05 * Math.sin(9 * t);
  }

  private void arrive(long timeNanos) {
    poses.arrive(timeNanos, x(timeNanos));
  }

  @Test
  void posesThatAreThereAtOnceGiveEachTransitionAtTheNextTick() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      arrive(step * STEP);
      assembler.tick(tick(step));
      assertThat(sink.transitions).hasSize(step);
    }
    arrive(3 * STEP);
    assembler.end(tick(3), LIMIT);

    assertThat(sink.lines)
        .containsExactly("transition 0", "transition 1", "transition 2", "final 3");
    assertThat(assembler.isSettled()).isTrue();
    for (RecordingSink.Stored stored : sink.transitions) {
      int step = stored.step();
      assertThat(stored.velocity())
          .isCloseTo((x((step + 1) * STEP) - x(step * STEP)) / 0.02, within(1e-9));
      assertThat(stored.observed()).isEqualTo(step);
      assertThat(stored.next()).isEqualTo(step + 1);
      assertThat(stored.discount()).isEqualTo(1);
    }
  }

  @Test
  void onlyTheStepThatLedToAFallHasDiscountZero() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      arrive(step * STEP);
      assembler.tick(tick(step));
    }
    arrive(3 * STEP);
    assembler.end(tick(3), FELL);

    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::discount)
        .containsExactly(1f, 1f, 0f);
  }

  @Test
  void aFallIsKnownBeforeItsPosesAndStillMarksTheRightStep() {
    assembler.begin(0);
    arrive(0);
    for (int step = 0; step < 4; step++) {
      assembler.tick(tick(step));
    }
    assembler.end(tick(4), FELL);
    assertThat(sink.lines).isEmpty();

    for (int step = 1; step <= 4; step++) {
      arrive(step * STEP);
    }
    assembler.join();

    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::discount)
        .containsExactly(1f, 1f, 1f, 0f);
    assertThat(assembler.isSettled()).isTrue();
  }

  /** 120 Hz poses, each late by 5 to 70 ms: up to more than three ticks, but in order. */
  @Test
  void latePosesAreJoinedByTimeAndVelocitiesAddUpToTheWay() {
    Random random = new Random(3);
    int steps = 100;
    long period = 8_333_333;
    long nextPose = -2 * period;
    long lastArrival = Long.MIN_VALUE;
    List<long[]> onTheWay = new ArrayList<>();
    for (; nextPose < (steps + 5) * STEP; nextPose += period) {
      lastArrival =
          Math.max(lastArrival, nextPose + 5 * MS + (long) (65 * MS * random.nextDouble()));
      onTheWay.add(new long[] {lastArrival, nextPose});
    }
    assembler.begin(0);
    for (int step = 0; step < steps; step++) {
      deliver(onTheWay, step * STEP);
      assembler.tick(tick(step));
    }
    deliver(onTheWay, steps * STEP);
    assembler.end(tick(steps), LIMIT);
    assertThat(assembler.isSettled()).isFalse();
    deliver(onTheWay, Long.MAX_VALUE);
    assembler.join();

    assertThat(assembler.isSettled()).isTrue();
    assertThat(assembler.dropped()).isZero();
    assertThat(sink.transitions).hasSize(steps);
    double sum = 0;
    for (RecordingSink.Stored stored : sink.transitions) {
      sum += stored.velocity() * 0.02;
      double exact = (x((stored.step() + 1) * STEP) - x(stored.step() * STEP)) / 0.02;
      // The first tick takes the first pose of the episode, 8.3 ms late at most; others
      // interpolate.
      assertThat(stored.velocity()).isCloseTo(exact, within(stored.step() == 0 ? 0.4 : 0.01));
    }
    assertThat(sum).isCloseTo(assembler.distance(), within(1e-12));
    assertThat(sum).isCloseTo(x(steps * STEP) - x(0), within(0.0075));
    assertThat(assembler.meanForwardVelocity())
        .isCloseTo(assembler.distance() / 2.0, within(1e-12));
  }

  private void deliver(List<long[]> onTheWay, long nowNanos) {
    while (!onTheWay.isEmpty() && onTheWay.get(0)[0] <= nowNanos) {
      arrive(onTheWay.remove(0)[1]);
    }
  }

  @Test
  void posesOutOfOrderChangeNothing() {
    assembler.begin(0);
    arrive(0);
    for (int step = 0; step < 5; step++) {
      long time = step * STEP;
      arrive(time + 10 * MS);
      // Overtaken on the way, and a wild one at that: it is not to bend the past.
      poses.arrive(time + 5 * MS, 77);
      arrive(time + 20 * MS);
      assembler.tick(tick(step));
    }
    assembler.end(tick(5), LIMIT);

    assertThat(sink.lines).hasSize(6).doesNotContain("gap 0", "gap 1", "gap 2", "gap 3", "gap 4");
    for (RecordingSink.Stored stored : sink.transitions) {
      int step = stored.step();
      assertThat(stored.velocity())
          .isCloseTo((x((step + 1) * STEP) - x(step * STEP)) / 0.02, within(1e-9));
    }
  }

  @Test
  void stepsWithoutPosesBecomeGapsInTheirPlace() {
    assembler.begin(0);
    for (int step = 0; step < 12; step++) {
      // Nothing is seen from 70 ms to 170 ms, that is at ticks 4 to 8.
      for (long time = step * STEP - 10 * MS; time <= step * STEP; time += 10 * MS) {
        if (time < 70 * MS || time > 170 * MS) {
          arrive(time);
        }
      }
      assembler.tick(tick(step));
    }
    arrive(12 * STEP);
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
  void whatHasNoPoseAtTheEndIsGivenUpByFlush() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      arrive(step * STEP);
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
  void withoutAnyPoseTheOldestTicksAreGivenUpOneByOne() {
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
    arrive(0);
    for (int step = 0; step < 100; step++) {
      assembler.tick(tick(step));
    }
    for (int step = 1; step <= 100; step++) {
      arrive(step * STEP);
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
      arrive(step * STEP);
      assembler.tick(tick(step));
    }
    assembler.endUnobserved(new Truncation(Reason.SENSOR_INVALID));

    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2");
    assertThat(assembler.isSettled()).isTrue();
    assertThat(assembler.dropped()).isEqualTo(1);
  }

  @Test
  void anEpisodeWithoutStepsStoresNothing() {
    assembler.begin(0);
    arrive(0);
    assembler.end(tick(0), FELL);

    assertThat(assembler.isSettled()).isTrue();
    assertThat(sink.lines).isEmpty();
    assertThat(assembler.distance()).isZero();
    assertThat(assembler.meanForwardVelocity()).isZero();
  }

  @Test
  void posesFromBeforeTheEpisodeAreNotUsed() {
    assembler.begin(0);
    arrive(0);
    assembler.tick(tick(0));
    arrive(STEP);
    assembler.end(tick(1), LIMIT);

    // The robot is carried back to 0; some poses of that arrive only afterwards.
    poses.arrive(1_000 * MS - 5 * MS, 42);
    assembler.begin(1_000 * MS);
    poses.arrive(1_000 * MS - 1 * MS, 42);
    poses.arrive(1_000 * MS + 3 * MS, 0.001);
    poses.arrive(1_000 * MS + 20 * MS, 0.004);
    Tick first = tick(0);
    first.timeNanos = 1_000 * MS;
    assembler.tick(first);
    Tick last = tick(1);
    last.timeNanos = 1_020 * MS;
    assembler.end(last, LIMIT);

    assertThat(sink.transitions).hasSize(2);
    assertThat(sink.transitions.get(1).velocity()).isCloseTo(0.003 / 0.02, within(1e-9));
  }

  @Test
  void aFirstPoseThatComesTooLateDoesNotServeTheFirstTicks() {
    assembler.begin(0);
    for (int step = 0; step < 4; step++) {
      assembler.tick(tick(step));
    }
    arrive(75 * MS);
    arrive(80 * MS);
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

    // 40 ms apart is near enough to interpolate: no gap at all in this one.
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

  @Test
  void theReturnIsTheSumOfTheRewards() {
    assembler.begin(0);
    for (int step = 0; step < 20; step++) {
      arrive(step * STEP);
      Tick tick = tick(step);
      tick.action[0] = step % 2;
      assembler.tick(tick);
    }
    arrive(20 * STEP);
    assembler.end(tick(20), LIMIT);

    double sum = sink.transitions.stream().mapToDouble(RecordingSink.Stored::reward).sum();
    assertThat(assembler.episodeReturn()).isCloseTo(sum, within(1e-9)).isNotZero();
  }

  @Test
  void aTickAllocatesNothing() {
    Pose next = new Pose();
    long[] poseTime = {0};
    long[] now = {0};
    PoseSource endless =
        new PoseSource() {
          @Override
          public boolean poll(Pose pose) {
            if (poseTime[0] > now[0] - 30 * MS) {
              return false;
            }
            next.timeNanos = poseTime[0];
            next.xMetres = x(poseTime[0]);
            pose.set(next);
            poseTime[0] += 8_333_333;
            return true;
          }

          @Override
          public void close() {}
        };
    int[] seen = {0};
    TransitionSink counting =
        new TransitionSink() {
          @Override
          public void transition(Transition transition) {
            seen[0]++;
          }

          @Override
          public void gap(Tick tick) {}

          @Override
          public void finalObservation(Tick tick) {}
        };
    TransitionAssembler measured = assembler(endless, counting);
    measured.begin(0);
    Tick tick = new Tick();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long allocated = 0;
    for (int step = 0; step < 20_000; step++) {
      if (step == 10_000) {
        allocated = threads.getThreadAllocatedBytes(thread);
      }
      tick.step = step;
      tick.timeNanos = now[0] = step * STEP;
      measured.tick(tick);
    }
    allocated = threads.getThreadAllocatedBytes(thread) - allocated;

    assertThat(seen[0]).isGreaterThan(19_990);
    assertThat(allocated).isLessThan(1_000);
  }
}
