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

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import org.junit.jupiter.api.Test;

class TransitionAssemblerTest {
  private final AssemblerFixture fixture = new AssemblerFixture();
  private final ManualPoseSource poses = fixture.poses;
  private final RecordingSink sink = fixture.sink;
  private final TransitionAssembler assembler = fixture.assembler;

  @Test
  void outputsTransitionAtNextTickWithoutPoseDelay() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      fixture.deliver(step * STEP);
      assembler.tick(tick(step));
      assertThat(sink.transitions).hasSize(step);
    }
    fixture.deliver(3 * STEP);
    assembler.end(tick(3), TIME_LIMIT);

    assertThat(sink.lines)
        .containsExactly("transition 0", "transition 1", "transition 2", "final 3");
    assertThat(assembler.isComplete()).isTrue();
    for (RecordingSink.Stored stored : sink.transitions) {
      int step = stored.step();
      assertThat(stored.velocity())
          .isCloseTo((x((step + 1) * STEP) - x(step * STEP)) / 0.02, within(1e-9));
      assertThat(stored.observation()).isEqualTo(step);
      assertThat(stored.nextObservation()).isEqualTo(step + 1);
      assertThat(stored.discount()).isEqualTo(1);
    }
  }

  @Test
  void powerIsStepEnergyDividedByDuration() {
    double[] watts = new double[2];
    TransitionAssembler metered = assembler(poses, sink);
    metered.setObserver(
        new EpisodeObserver() {
          @Override
          public void transition(Transition transition) {
            watts[transition.tick.step] = transition.powerWatts;
          }
        });
    metered.begin(0);
    double[] joules = {1, 7, Double.NaN};
    for (int step = 0; step < 3; step++) {
      fixture.deliver(step * STEP);
      Tick tick = tick(step);
      tick.energyJoules = joules[step];
      if (step < 2) {
        metered.tick(tick);
      } else {
        metered.end(tick, TIME_LIMIT);
      }
    }
    assertThat(watts[0]).isCloseTo(300, within(1e-9));
    // Unknown energy counts as 0.
    assertThat(watts[1]).isZero();
  }

  @Test
  void onlyLastStepBeforeFallHasZeroDiscount() {
    assembler.begin(0);
    for (int step = 0; step < 3; step++) {
      fixture.deliver(step * STEP);
      assembler.tick(tick(step));
    }
    fixture.deliver(3 * STEP);
    assembler.end(tick(3), FALL);

    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::discount)
        .containsExactly(1f, 1f, 0f);
  }

  @Test
  void delayedPosesKeepZeroDiscountAtFall() {
    assembler.begin(0);
    fixture.deliver(0);
    for (int step = 0; step < 4; step++) {
      assembler.tick(tick(step));
    }
    assembler.end(tick(4), FALL);
    assertThat(sink.lines).isEmpty();

    for (int step = 1; step <= 4; step++) {
      fixture.deliver(step * STEP);
    }
    assembler.processPoses();

    assertThat(sink.transitions)
        .extracting(RecordingSink.Stored::discount)
        .containsExactly(1f, 1f, 1f, 0f);
    assertThat(assembler.isComplete()).isTrue();
  }

  /** Poses at 120 Hz arrive in order, each delayed by 5 to 70 ms, more than three ticks. */
  @Test
  void joinsDelayedPosesByTime() {
    Random random = new Random(3);
    int steps = 100;
    long period = 8_333_333;
    long nextPose = -2 * period;
    long lastArrival = Long.MIN_VALUE;
    List<long[]> inTransit = new ArrayList<>();
    for (; nextPose < (steps + 5) * STEP; nextPose += period) {
      lastArrival =
          Math.max(lastArrival, nextPose + 5 * MS + (long) (65 * MS * random.nextDouble()));
      inTransit.add(new long[] {lastArrival, nextPose});
    }
    assembler.begin(0);
    for (int step = 0; step < steps; step++) {
      deliver(inTransit, step * STEP);
      assembler.tick(tick(step));
    }
    deliver(inTransit, steps * STEP);
    assembler.end(tick(steps), TIME_LIMIT);
    assertThat(assembler.isComplete()).isFalse();
    deliver(inTransit, Long.MAX_VALUE);
    assembler.processPoses();

    assertThat(assembler.isComplete()).isTrue();
    assertThat(assembler.droppedSteps()).isZero();
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

  private void deliver(List<long[]> inTransit, long nowNanos) {
    while (!inTransit.isEmpty() && inTransit.get(0)[0] <= nowNanos) {
      fixture.deliver(inTransit.remove(0)[1]);
    }
  }

  @Test
  void ignoresOutOfOrderPoses() {
    assembler.begin(0);
    fixture.deliver(0);
    for (int step = 0; step < 5; step++) {
      long time = step * STEP;
      fixture.deliver(time + 10 * MS);
      // A delayed outlier that a later pose has overtaken must not change past samples.
      poses.deliver(time + 5 * MS, 77);
      fixture.deliver(time + 20 * MS);
      assembler.tick(tick(step));
    }
    assembler.end(tick(5), TIME_LIMIT);

    assertThat(sink.lines).hasSize(6).doesNotContain("gap 0", "gap 1", "gap 2", "gap 3", "gap 4");
    for (RecordingSink.Stored stored : sink.transitions) {
      int step = stored.step();
      assertThat(stored.velocity())
          .isCloseTo((x((step + 1) * STEP) - x(step * STEP)) / 0.02, within(1e-9));
    }
  }

  @Test
  void episodeWithoutStepsStoresNothing() {
    assembler.begin(0);
    fixture.deliver(0);
    assembler.end(tick(0), FALL);

    assertThat(assembler.isComplete()).isTrue();
    assertThat(sink.lines).isEmpty();
    assertThat(assembler.distance()).isZero();
    assertThat(assembler.meanForwardVelocity()).isZero();
  }

  @Test
  void ignoresPosesFromBeforeReset() {
    assembler.begin(0);
    fixture.deliver(0);
    assembler.tick(tick(0));
    fixture.deliver(STEP);
    assembler.end(tick(1), TIME_LIMIT);

    // The robot is carried back to 0, where it stands from 50 ms before the episode.
    sink.transitions.clear();
    poses.deliver(1_000 * MS - 51 * MS, 42);
    assembler.begin(1_000 * MS);
    poses.deliver(1_000 * MS + 3 * MS, 0.001);
    poses.deliver(1_000 * MS + 20 * MS, 0.004);
    runOneStepAt(1_000 * MS);
    assertThat(sink.transitions.get(0).velocity()).isCloseTo(0.003 / 0.02, within(1e-9));

    sink.transitions.clear();
    poses.deliver(2_000 * MS - 51 * MS, 42);
    poses.deliver(2_000 * MS - 5 * MS, 0);
    assembler.begin(2_000 * MS);
    poses.deliver(2_000 * MS + 5 * MS, 0.001);
    poses.deliver(2_000 * MS + 20 * MS, 0.004);
    runOneStepAt(2_000 * MS);
    assertThat(sink.transitions.get(0).velocity()).isCloseTo(0.0035 / 0.02, within(1e-9));
  }

  private void runOneStepAt(long startNanos) {
    Tick first = tick(0);
    first.timeNanos = startNanos;
    assembler.tick(first);
    Tick last = tick(1);
    last.timeNanos = startNanos + STEP;
    assembler.end(last, TIME_LIMIT);
  }

  @Test
  void returnIsSumOfRewards() {
    assembler.begin(0);
    for (int step = 0; step < 20; step++) {
      fixture.deliver(step * STEP);
      Tick tick = tick(step);
      tick.action[0] = step % 2;
      assembler.tick(tick);
    }
    fixture.deliver(20 * STEP);
    assembler.end(tick(20), TIME_LIMIT);

    double sum = sink.transitions.stream().mapToDouble(RecordingSink.Stored::reward).sum();
    assertThat(assembler.episodeReturn()).isCloseTo(sum, within(1e-9)).isNotZero();
  }

  @Test
  void tickAllocatesNothing() {
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
    int[] transitions = {0};
    TransitionSink counting =
        new TransitionSink() {
          @Override
          public void transition(Transition transition) {
            transitions[0]++;
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

    assertThat(transitions[0]).isGreaterThan(19_990);
    assertThat(allocated).isLessThan(1_000);
  }
}
