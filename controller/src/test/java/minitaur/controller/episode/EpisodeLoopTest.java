package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.policy.ActionMap;
import minitaur.controller.policy.Policy;
import minitaur.controller.reward.RewardFunction;
import minitaur.controller.reward.RewardWeights;
import minitaur.controller.safety.EpisodeEnd.Termination;
import minitaur.controller.safety.EpisodeEnd.Truncation;
import minitaur.controller.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.safety.Fall;
import minitaur.controller.safety.SafetyLimits;
import minitaur.controller.safety.SafetySupervisor;
import minitaur.controller.safety.TrackLimits;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackedPoses;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.mocap.TrackingConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpisodeLoopTest {
  private static final long MS = 1_000_000;
  private static final long START = 5_000 * MS;

  /** What the test says the sensors will say at a given read. */
  private interface Script {
    void at(int read, RobotState state);
  }

  private final World world = new World();
  private final RecordingSink sink = new RecordingSink();
  private final CountingPolicy policy = new CountingPolicy(11);
  private Policy nextPolicy = policy;
  private TrackLimits trackLimits = TrackLimits.nominal();
  private EpisodeLoop loop = loop(5, 0.05);

  /** A robot on a treadmill of 0.5 m/s whose clock goes only when somebody waits. */
  private static final class World implements Robot, Clock {
    final List<Long> readTimes = new ArrayList<>();
    final List<MotorCommand> commands = new ArrayList<>();
    final ManualPoses poses = new ManualPoses();
    Script script = (read, state) -> {};
    long poseDelayNanos;
    long blindFromNanos = Long.MAX_VALUE;
    private long nowNanos = START;
    private long nextPoseNanos = START;

    @Override
    public long nanos() {
      return nowNanos;
    }

    @Override
    public void waitUntil(long timeNanos) {
      nowNanos = Math.max(nowNanos, timeNanos);
      for (; nextPoseNanos + poseDelayNanos <= nowNanos; nextPoseNanos += MS) {
        if (nextPoseNanos < blindFromNanos) {
          poses.arrive(nextPoseNanos, 0.5e-9 * (nextPoseNanos - START));
        }
      }
    }

    @Override
    public void read(RobotState state) {
      Arrays.fill(state.motorAngleRad, 2.0);
      state.rollRad = 0;
      state.pitchRad = 0;
      state.energyJoules = 1000 + readTimes.size();
      state.connected = true;
      script.at(readTimes.size(), state);
      readTimes.add(nowNanos);
    }

    @Override
    public void write(MotorCommand command) {
      MotorCommand copy = new MotorCommand();
      copy.set(command);
      commands.add(copy);
    }

    MotorCommand lastCommand() {
      return commands.get(commands.size() - 1);
    }

    @Override
    public void close() {}
  }

  /** Acts 0.1, 0.2, ... and keeps the states it was shown. */
  private static final class CountingPolicy implements Policy {
    final List<float[]> states = new ArrayList<>();
    private final long id;

    CountingPolicy(long id) {
      this.id = id;
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public void act(float[] state, float[] action) {
      states.add(state.clone());
      Arrays.fill(action, 0.1f * states.size());
    }
  }

  private EpisodeLoop loop(int maximumSteps, double poseWaitSeconds) {
    return loop(maximumSteps, poseWaitSeconds, Tracker.ABSENT, world.poses);
  }

  private EpisodeLoop trackedLoop(TrackLimits limits) {
    TrackedPoses tracked = new TrackedPoses(world.poses, TrackingConfig.nominal());
    trackLimits = limits;
    return loop(500, 0.05, tracked, tracked);
  }

  private EpisodeLoop loop(
      int maximumSteps, double poseWaitSeconds, Tracker tracker, PoseSource poses) {
    return new EpisodeLoop(
        world,
        world,
        () -> nextPolicy,
        new SafetySupervisor(SafetyLimits.nominal(), trackLimits),
        tracker,
        ActionMap.nominal(),
        PositionGains.nominal(),
        new EpisodeTiming(50, maximumSteps, poseWaitSeconds),
        new TransitionAssembler(
            poses,
            new PoseHistory(1024, 50 * MS),
            50 * MS,
            new RewardFunction(RewardWeights.nominal()),
            sink));
  }

  private EpisodeSummary run() {
    loop.begin(3);
    while (loop.tick()) {
      assertThat(loop.end()).isNull();
    }
    return loop.finish();
  }

  @BeforeEach
  void tiltTellsTheReadApart() {
    world.script = (read, state) -> state.rollRad = 0.01 * read;
  }

  @Test
  void runsToTheTimeLimitAtFiftyHertz() {
    EpisodeSummary summary = run();

    assertThat(world.readTimes)
        .containsExactly(
            START,
            START + 20 * MS,
            START + 40 * MS,
            START + 60 * MS,
            START + 80 * MS,
            START + 100 * MS);
    assertThat(sink.lines)
        .containsExactly(
            "transition 0",
            "transition 1",
            "transition 2",
            "transition 3",
            "transition 4",
            "final 5");
    assertThat(summary.index()).isEqualTo(3);
    assertThat(summary.steps()).isEqualTo(5);
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.TIME_LIMIT));
    assertThat(summary.fell()).isFalse();
    assertThat(summary.describeEnd()).isEqualTo("reached the time limit, after 5 steps");
    assertThat(summary.distanceMetres()).isCloseTo(0.05, within(1e-9));
    assertThat(summary.meanForwardVelocityMetresPerSec()).isCloseTo(0.5, within(1e-9));
    assertThat(summary.droppedTransitions()).isZero();
    assertThat(summary.policyId()).isEqualTo(11);
    assertThat(summary.energyJoules()).isEqualTo(5);
    assertThat(summary.episodeReturn())
        .isCloseTo(
            sink.transitions.stream().mapToDouble(RecordingSink.Stored::reward).sum(),
            within(1e-9));
    assertThat(sink.transitions).allMatch(stored -> stored.discount() == 1);
  }

  @Test
  void immediatePosesLetNobodyWait() {
    run();
    assertThat(world.nanos()).isEqualTo(START + 100 * MS);
  }

  @Test
  void showsThePolicyItsHistoryAndCommandsWhatItChose() {
    run();

    assertThat(policy.states).hasSize(5);
    float[] third = policy.states.get(2);
    // Roll of the observations now, 1 and 2 ago, then the first repeated; actions 1 and 2 ago.
    assertThat(third[8]).isEqualTo(0.02f);
    assertThat(third[12 + 8]).isEqualTo(0.01f);
    assertThat(third[24 + 8]).isEqualTo(0f);
    assertThat(third[72]).isEqualTo(0.2f);
    assertThat(third[80]).isEqualTo(0.1f);
    assertThat(third[88]).isEqualTo(0f);

    assertThat(world.commands).hasSize(6);
    MotorCommand command = world.commands.get(1);
    assertThat(command.mode).isEqualTo(MotorCommand.Mode.POSITION);
    assertThat(command.kp).isEqualTo(1.0);
    assertThat(command.kd).isEqualTo(0.015);
    // Swing 0.1, extension 2.1: rear motors 2.2, front motors 2.0.
    assertThat(command.targetAngleRad[0]).isCloseTo(2.2, within(1e-6));
    assertThat(command.targetAngleRad[1]).isCloseTo(2.0, within(1e-6));
    assertThat(command.targetAngleRad[4]).isCloseTo(2.0, within(1e-6));
    assertThat(command.targetAngleRad[5]).isCloseTo(2.2, within(1e-6));
  }

  @Test
  void endsWithTheMotorsYielding() {
    run();
    assertThat(world.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
    assertThat(world.lastCommand().kd).isEqualTo(0.015);
  }

  @Test
  void aFallTerminates() {
    world.script = (read, state) -> state.pitchRad = read < 3 ? 0 : -0.6;
    EpisodeSummary summary = run();

    assertThat(summary.fell()).isTrue();
    assertThat(summary.end()).isEqualTo(new Termination(new Fall(0, -0.6)));
    assertThat(summary.describeEnd()).isEqualTo("fell backward, pitch -34 degrees, after 3 steps");
    assertThat(summary.steps()).isEqualTo(3);
    assertThat(sink.lines)
        .containsExactly("transition 0", "transition 1", "transition 2", "final 3");
    assertThat(sink.transitions.get(2).discount()).isZero();
    assertThat(sink.transitions.get(1).discount()).isEqualTo(1);
    assertThat(world.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
    assertThat(policy.states).hasSize(3);
  }

  @Test
  void aFallAtTheTimeLimitIsAFall() {
    world.script = (read, state) -> state.rollRad = read < 5 ? 0 : 0.6;
    assertThat(run().fell()).isTrue();
    assertThat(sink.transitions.get(4).discount()).isZero();
  }

  @Test
  void aSensorThatGivesNoNumberEndsTheEpisodeAndIsNotStored() {
    for (double wrong : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      sink.lines.clear();
      int[] reads = {0};
      world.script = (read, state) -> state.motorAngleRad[6] = reads[0]++ < 2 ? 2 : wrong;
      EpisodeSummary summary = run();

      assertThat(summary.end()).isEqualTo(new Truncation(Reason.SENSOR_INVALID));
      assertThat(summary.steps()).isEqualTo(2);
      assertThat(summary.droppedTransitions()).isEqualTo(1);
      assertThat(sink.lines).containsExactly("transition 0", "gap 1");
      assertThat(world.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
    }
  }

  @Test
  void anInvalidFirstObservationStoresNothing() {
    world.script = (read, state) -> state.angularVelocityXRadPerSec = Double.NaN;
    EpisodeSummary summary = run();

    assertThat(summary.end()).isEqualTo(new Truncation(Reason.SENSOR_INVALID));
    assertThat(summary.steps()).isZero();
    assertThat(summary.meanForwardVelocityMetresPerSec()).isZero();
    assertThat(sink.lines).isEmpty();
    assertThat(policy.states).isEmpty();
  }

  @Test
  void aLostLinkTruncatesAndItsOldValuesAreNotStored() {
    world.script = (read, state) -> state.connected = read < 3;
    EpisodeSummary summary = run();

    assertThat(summary.end()).isEqualTo(new Truncation(Reason.LINK_LOST));
    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2");
    assertThat(sink.transitions).allMatch(stored -> stored.discount() == 1);
    assertThat(world.lastCommand().mode).isEqualTo(MotorCommand.Mode.OFF);
  }

  @Test
  void lostMotionCaptureTruncatesAfterHalfASecondAndStoresNothingOfIt() {
    world.blindFromNanos = START + 200 * MS;
    world.script = (read, state) -> {};
    loop = trackedLoop(TrackLimits.nominal());
    EpisodeSummary summary = run();

    // Last pose at 199 ms, a coast of 100 ms, then 400 ms without a velocity.
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.MOCAP_LOST));
    assertThat(summary.steps()).isEqualTo(35);
    assertThat(sink.transitions).hasSize(9);
    assertThat(summary.droppedTransitions()).isEqualTo(26);
    assertThat(world.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
  }

  @Test
  void leavingTheLaneTruncates() {
    world.script = (read, state) -> {};
    loop = trackedLoop(TrackLimits.nominal().withLane(-1, 0.105, 1));
    EpisodeSummary summary = run();

    // 0.5 m/s: 0.105 m is passed between the ticks at 200 and 220 ms.
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.OUT_OF_LANE));
    assertThat(summary.steps()).isEqualTo(11);
    assertThat(summary.droppedTransitions()).isZero();
    assertThat(sink.transitions.get(10).discount()).isEqualTo(1);
  }

  @Test
  void theOperatorCanEndIt() {
    loop.begin(0);
    assertThat(loop.tick()).isTrue();
    assertThat(loop.tick()).isTrue();
    loop.requestEnd(Reason.OPERATOR);
    assertThat(loop.tick()).isFalse();
    assertThat(loop.tick()).isFalse();
    assertThat(loop.steps()).isEqualTo(2);
    EpisodeSummary summary = loop.finish();

    assertThat(summary.end()).isEqualTo(new Truncation(Reason.OPERATOR));
    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "final 2");
    sink.lines.clear();
    assertThat(run().end())
        .as("asked for one episode only")
        .isEqualTo(new Truncation(Reason.TIME_LIMIT));
  }

  @Test
  void waitsForPosesThatAreOnTheirWay() {
    world.poseDelayNanos = 33 * MS;
    EpisodeSummary summary = run();

    assertThat(summary.droppedTransitions()).isZero();
    assertThat(sink.lines).hasSize(6).endsWith("transition 4", "final 5");
    assertThat(world.nanos()).isEqualTo(START + 133 * MS);
    assertThat(summary.distanceMetres()).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void waitsNoLongerThanItIsTold() {
    world.poseDelayNanos = 90 * MS;
    EpisodeSummary summary = run();

    assertThat(world.nanos()).isEqualTo(START + 150 * MS);
    // Poses up to 60 ms have come: the steps that end at 80 and 100 ms have none.
    assertThat(summary.droppedTransitions()).isEqualTo(2);
    assertThat(sink.lines).endsWith("transition 2", "gap 3", "gap 4", "final 5");
    assertThat(summary.meanForwardVelocityMetresPerSec()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aPolicyIsSwappedOnlyBetweenEpisodes() {
    CountingPolicy other = new CountingPolicy(12);
    loop.begin(0);
    loop.tick();
    nextPolicy = other;
    while (loop.tick()) {}
    assertThat(loop.finish().policyId()).isEqualTo(11);
    assertThat(other.states).isEmpty();

    assertThat(run().policyId()).isEqualTo(12);
    assertThat(other.states).hasSize(5);
    assertThat(policy.states).hasSize(5);
  }

  @Test
  void theNextEpisodeBeginsWithAFreshHistory() {
    run();
    int first = policy.states.size();
    run();
    float[] state = policy.states.get(first);
    for (int age = 0; age <= 5; age++) {
      assertThat(state[12 * age + 8]).isEqualTo(0.06f);
    }
    assertThat(Arrays.copyOfRange(state, 72, 112)).containsOnly(0);
  }

  @Test
  void observersAreToldOfEverythingInOrder() {
    world.poseDelayNanos = 33 * MS;
    world.script = (read, state) -> state.pitchRad = read < 3 ? 0 : 0.6;
    Watching first = new Watching();
    Watching second = new Watching();
    loop.observe(EpisodeObserver.all(List.of(first, second)));
    run();

    assertThat(first.lines)
        .containsExactly(
            "begin 3 at 0",
            "tick 0 POSITION 0.1",
            "tick 1 POSITION 0.2",
            "tick 2 POSITION 0.3",
            "tick 3 DAMPING 0.0",
            "transition 0",
            "transition 1",
            "transition 2",
            "end fell forward, pitch 34 degrees, after 3 steps");
    assertThat(first.poseTimes).hasSize(61).startsWith(START).endsWith(START + 60 * MS);
    assertThat(second.lines).isEqualTo(first.lines);
    assertThat(second.poseTimes).isEqualTo(first.poseTimes);

    first.lines.clear();
    loop.observe(second);
    run();
    assertThat(first.lines).as("told no more").isEmpty();
    loop.begin(4);
    assertThatThrownBy(() -> loop.observe(first)).isInstanceOf(IllegalStateException.class);
  }

  /** Writes down what it is told. */
  private static final class Watching implements EpisodeObserver {
    final List<String> lines = new ArrayList<>();
    final List<Long> poseTimes = new ArrayList<>();

    @Override
    public void begin(int episode, long startNanos) {
      lines.add("begin " + episode + " at " + (startNanos - START));
    }

    @Override
    public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
      lines.add("tick " + tick.step + " " + command.mode + " " + tick.action[0]);
    }

    @Override
    public void pose(Pose pose) {
      poseTimes.add(pose.timeNanos);
    }

    @Override
    public void transition(Transition transition) {
      lines.add("transition " + transition.tick.step);
    }

    @Override
    public void end(EpisodeSummary summary) {
      lines.add("end " + summary.describeEnd());
    }
  }

  @Test
  void callsOutOfOrderAreRefused() {
    assertThatThrownBy(() -> loop.tick()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loop.finish()).isInstanceOf(IllegalStateException.class);
    loop.begin(0);
    assertThatThrownBy(() -> loop.finish()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loop.begin(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("episode 0");
  }

  @Test
  void impossibleSettingsAreRefusedByName() {
    assertThatThrownBy(() -> new EpisodeTiming(0, 500, 0.05)).hasMessageContaining("rateHz is 0.0");
    assertThatThrownBy(() -> new EpisodeTiming(50, 0, 0.05))
        .hasMessageContaining("maximumSteps is 0");
    assertThatThrownBy(() -> new EpisodeTiming(50, 500, Double.NaN))
        .hasMessageContaining("poseWaitSeconds is NaN");
    assertThatThrownBy(() -> new PositionGains(0, 0.01)).hasMessageContaining("kp is 0.0");
    assertThatThrownBy(() -> new PositionGains(1, -0.01)).hasMessageContaining("kd is -0.01");
  }
}
