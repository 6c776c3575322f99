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

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import org.junit.jupiter.api.Test;

class TransitionAssemblerTest {
  private final AssembledWalk walk = new AssembledWalk();
  private final ManualPoses poses = walk.poses;
  private final RecordingSink sink = walk.sink;
  private final TransitionAssembler assembler = walk.assembler;

  @Test
  void posesThatAreThereAtOnceGiveEachTransitionAtTheNextTick() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      walk.arrive(step * STEP);
      assembler.tick(tick(step));
      assertThat(sink.transitions).hasSize(step);
    }
    walk.arrive(3 * STEP);
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
  void dividesTheEnergyOfAStepByItsTime() {
    double[] watts = new double[2];
    TransitionAssembler metered = assembler(poses, sink);
    metered.observe(
        new EpisodeObserver() {
          @Override
          public void transition(Transition transition) {
            watts[transition.tick.step] = transition.powerWatts;
          }
        });
    metered.begin(0);
    double[] joules = {1, 7, Double.NaN};
    for (int step = 0; step < 3; step++) {
      walk.arrive(step * STEP);
      Tick tick = tick(step);
      tick.energyJoules = joules[step];
      if (step < 2) {
        metered.tick(tick);
      } else {
        metered.end(tick, LIMIT);
      }
    }
    assertThat(watts[0]).isCloseTo(300, within(1e-9));
    // Unknown energy counts as 0.
    assertThat(watts[1]).isZero();
  }

  @Test
  void onlyTheStepThatLedToAFallHasDiscountZero() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      walk.arrive(step * STEP);
      assembler.tick(tick(step));
    }
    walk.arrive(3 * STEP);
    assembler.end(tick(3), FELL);

    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::discount)
        .containsExactly(1f, 1f, 0f);
  }

  @Test
  void aFallIsKnownBeforeItsPosesAndStillMarksTheRightStep() {
    assembler.begin(0);
    walk.arrive(0);
    for (int step = 0; step < 4; step++) {
      assembler.tick(tick(step));
    }
    assembler.end(tick(4), FELL);
    assertThat(sink.lines).isEmpty();

    for (int step = 1; step <= 4; step++) {
      walk.arrive(step * STEP);
    }
    assembler.join();

    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::discount)
        .containsExactly(1f, 1f, 1f, 0f);
    assertThat(assembler.isSettled()).isTrue();
  }

  /** Poses at 120 Hz arrive in order, each delayed by 5 to 70 ms, more than three ticks. */
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
      // The first tick uses the first pose of the episode, at most 8.3 ms late; others interpolate.
      assertThat(stored.velocity()).isCloseTo(exact, within(stored.step() == 0 ? 0.4 : 0.01));
    }
    assertThat(sum).isCloseTo(assembler.distance(), within(1e-12));
    assertThat(sum).isCloseTo(x(steps * STEP) - x(0), within(0.0075));
    assertThat(assembler.meanForwardVelocity())
        .isCloseTo(assembler.distance() / 2.0, within(1e-12));
  }

  private void deliver(List<long[]> onTheWay, long nowNanos) {
    while (!onTheWay.isEmpty() && onTheWay.get(0)[0] <= nowNanos) {
      walk.arrive(onTheWay.remove(0)[1]);
    }
  }

  @Test
  void posesOutOfOrderChangeNothing() {
    assembler.begin(0);
    walk.arrive(0);
    for (int step = 0; step < 5; step++) {
      long time = step * STEP;
      walk.arrive(time + 10 * MS);
      // A delayed outlier that a later pose has overtaken must not change past samples.
      poses.arrive(time + 5 * MS, 77);
      walk.arrive(time + 20 * MS);
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
  void anEpisodeWithoutStepsStoresNothing() {
    assembler.begin(0);
    walk.arrive(0);
    assembler.end(tick(0), FELL);

    assertThat(assembler.isSettled()).isTrue();
    assertThat(sink.lines).isEmpty();
    assertThat(assembler.distance()).isZero();
    assertThat(assembler.meanForwardVelocity()).isZero();
  }

  @Test
  void posesFromBeforeTheRobotWasPutInItsPlaceAreNotUsed() {
    assembler.begin(0);
    walk.arrive(0);
    assembler.tick(tick(0));
    walk.arrive(STEP);
    assembler.end(tick(1), LIMIT);

    // The robot is carried back to 0, where it stands from 50 ms before the episode.
    sink.transitions.clear();
    poses.arrive(1_000 * MS - 51 * MS, 42);
    assembler.begin(1_000 * MS);
    poses.arrive(1_000 * MS + 3 * MS, 0.001);
    poses.arrive(1_000 * MS + 20 * MS, 0.004);
    runOneStepAt(1_000 * MS);
    assertThat(sink.transitions.get(0).velocity()).isCloseTo(0.003 / 0.02, within(1e-9));

    sink.transitions.clear();
    poses.arrive(2_000 * MS - 51 * MS, 42);
    poses.arrive(2_000 * MS - 5 * MS, 0);
    assembler.begin(2_000 * MS);
    poses.arrive(2_000 * MS + 5 * MS, 0.001);
    poses.arrive(2_000 * MS + 20 * MS, 0.004);
    runOneStepAt(2_000 * MS);
    assertThat(sink.transitions.get(0).velocity()).isCloseTo(0.0035 / 0.02, within(1e-9));
  }

  private void runOneStepAt(long startNanos) {
    Tick first = tick(0);
    first.timeNanos = startNanos;
    assembler.tick(first);
    Tick last = tick(1);
    last.timeNanos = startNanos + STEP;
    assembler.end(last, LIMIT);
  }

  @Test
  void theReturnIsTheSumOfTheRewards() {
    assembler.begin(0);
    for (int step = 0; step < 20; step++) {
      walk.arrive(step * STEP);
      Tick tick = tick(step);
      tick.action[0] = step % 2;
      assembler.tick(tick);
    }
    walk.arrive(20 * STEP);
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
