package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.lifecycle.EpisodeLifecycle.Outcome;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.RobotSession;
import minitaur.hal.ArmPermit;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.Tracker;
import org.junit.jupiter.api.Test;

class EpisodeLifecycleTest {
  private static final Policy STANDING_POLICY =
      new Policy() {
        @Override
        public long id() {
          return 0;
        }

        @Override
        public void act(float[] state, float[] action) {
          java.util.Arrays.fill(action, 0);
        }
      };

  private static LifecycleFixture fixtureWithOperatorResets(Policy policy, String... settings) {
    String[] all = new String[settings.length + 1];
    all[0] = "operator.resets=ask";
    System.arraycopy(settings, 0, all, 1, settings.length);
    return new LifecycleFixture(policy, 3, all);
  }

  @Test
  void automaticResetsNeedNoOperator() {
    LifecycleFixture fixture = new LifecycleFixture(STANDING_POLICY, 0, "task.episodeSteps=20");
    int endedEpisodes = 0;
    for (int i = 0; i < 63; i++) {
      Outcome outcome = fixture.lifecycle.advance();
      assertThat(outcome).isNotEqualTo(Outcome.WAITED);
      endedEpisodes += outcome == Outcome.EPISODE_ENDED ? 1 : 0;
    }
    assertThat(endedEpisodes).isEqualTo(3);
    OperatorCounts counts = fixture.lifecycle.counts();
    assertThat(counts.episodes()).isEqualTo(3);
    assertThat(counts.resets()).isZero();
    assertThat(counts.humanSeconds()).isZero();
    assertThat(counts.robotSeconds()).isBetween(1.2, 2.0);
  }

  @Test
  void observerReceivesTicksBetweenEpisodes() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY, "task.episodeSteps=30");
    AtomicInteger tickCount = new AtomicInteger();
    fixture.lifecycle.observe(
        new EpisodeObserver() {
          @Override
          public void idleTick(RobotState state, MotorCommand command, Track track) {
            assertThat(state.connected).isTrue();
            assertThat(command.mode).isNotEqualTo(MotorCommand.Mode.POSITION);
            tickCount.incrementAndGet();
          }
        });
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.advance(100);
    assertThat(tickCount.get()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void waitsForResetConfirmationBeforeEpisode() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY, "task.episodeSteps=30");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.advance(100);
    ResetRequest request = fixture.channel.view().request();
    assertThat(request.number()).isEqualTo(1);
    assertThat(request.instruction()).contains("start line");
    assertThat(request.nextSteps()).contains("episode 0");
    fixture.confirm();
    fixture.advanceTo(Phase.RUNNING);
    assertThat(fixture.channel.view().request()).isNull();
    assertThat(fixture.lifecycle.counts().resets()).isEqualTo(1);
    assertThat(fixture.lifecycle.counts().humanSeconds()).isBetween(2.0, 6.0);
  }

  @Test
  void requestDescribesFallAndWaitsForConfirmation() {
    LifecycleFixture fixture =
        fixtureWithOperatorResets(new FallingPolicy(1), "operator.standUp=false");
    startFirstEpisode(fixture);
    while (fixture.lifecycle.advance() != Outcome.EPISODE_ENDED) {
      // Runs until the robot falls.
    }
    assertThat(fixture.lifecycle.summary().fell()).isTrue();
    fixture.advanceTo(Phase.RESET_REQUESTED);
    ResetRequest request = fixture.channel.view().request();
    assertThat(request.cause())
        .matches(
            "the robot fell (forward|backward|left|right), (pitch|roll) -?\\d+ degrees, after \\d+"
                + " steps");
    fixture.advance(500);
    assertThat(fixture.channel.view().request()).isEqualTo(request);
    fixture.confirm();
    fixture.advanceTo(Phase.RUNNING);
    assertThat(fixture.channel.view().episode()).isEqualTo(1);
  }

  private static void startFirstEpisode(LifecycleFixture fixture) {
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.confirm();
    fixture.advanceTo(Phase.RUNNING);
  }

  @Test
  void requestGivesReasonWhyRobotStoppedItself() {
    AtomicReference<ArmPermit> permit = new AtomicReference<>();
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            simulated ->
                new ForwardingSession(simulated) {
                  @Override
                  public ArmPermit issuePermit() {
                    permit.set(super.issuePermit());
                    return permit.get();
                  }

                  @Override
                  public boolean isArmed() {
                    return permit.get() != null && permit.get().endReason() == null;
                  }
                },
            "operator.resets=ask");
    startFirstEpisode(fixture);
    permit.get().revoke("the encoder jumped");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    assertThat(fixture.channel.view().request().cause())
        .matches("the robot stopped itself, after \\d steps: the encoder jumped");
  }

  @Test
  void rejectsResetOfFallenRobot() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    OperatorCommand.ResetDone confirmation =
        new OperatorCommand.ResetDone(fixture.channel.view().request().number());
    assertThat(fixture.submit(confirmation)).isTrue();
    fixture.advanceTo(Phase.RESET_CONFIRMED);
    // The robot is pushed over during the inspection.
    fixture.simulated.simulation().dynamics().setTrunkForce(0, 80, 0);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    ResetRequest request = fixture.channel.view().request();
    assertThat(request.number()).isEqualTo(2);
    assertThat(fixture.submit(confirmation)).as("delayed repetition").isFalse();
    assertThat(request.rejectionReasons()).isNotEmpty();
    assertThat(fixture.channel.view().reason()).startsWith("the reset was not accepted: ");
    assertThat(fixture.lifecycle.counts().resets()).isZero();
  }

  /** The check is shorter than the time for which a battery may be low in motion. */
  @Test
  void rejectsResetWithLowBattery() {
    double[] volts = {16};
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            simulated -> withBattery(simulated, volts),
            "operator.resets=ask",
            "safety.robotLimits=always",
            "operator.stillSeconds=0");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    volts[0] = 10;
    fixture.confirm();
    fixture.advance(1);
    assertThat(fixture.channel.view().phase()).isEqualTo(Phase.RESET_REQUESTED);
    assertThat(fixture.channel.view().reason()).contains("battery");
    volts[0] = 16;
    fixture.confirm();
    fixture.advanceTo(Phase.RUNNING);
  }

  private static ForwardingSession withBattery(RobotSession simulated, double[] volts) {
    return withRobot(simulated, state -> state.batteryVoltage = volts[0], command -> {});
  }

  /**
   * @param change of each state that is read
   * @param observer of each command that is written
   */
  private static ForwardingSession withRobot(
      RobotSession simulated, Consumer<RobotState> change, Consumer<MotorCommand> observer) {
    return new ForwardingSession(simulated) {
      @Override
      public Robot robot() {
        Robot robot = super.robot();
        return new Robot() {
          @Override
          public void read(RobotState state) {
            robot.read(state);
            change.accept(state);
          }

          @Override
          public void write(MotorCommand command) {
            observer.accept(command);
            robot.write(command);
          }

          @Override
          public void close() {
            robot.close();
          }
        };
      }
    };
  }

  /** Damping with old encoder values would drive the motors. */
  @Test
  void staleEncodersDuringSoftStartSwitchMotorsOff() {
    boolean[] stale = {false};
    MotorCommand last = new MotorCommand();
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            simulated ->
                withRobot(
                    simulated,
                    state -> state.encoderTimeNanos -= stale[0] ? 1_000_000_000 : 0,
                    last::set),
            "operator.resets=ask",
            "safety.robotLimits=always");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.advance(100);
    assertThat(last.mode).isEqualTo(MotorCommand.Mode.DAMPING);
    assertThat(last.kd).isPositive();
    fixture.confirm();
    fixture.advanceTo(Phase.STANDING);
    fixture.advance(5);
    stale[0] = true;
    fixture.advance(2);
    assertThat(fixture.channel.view().phase()).isEqualTo(Phase.EMERGENCY_STOP);
    assertThat(fixture.channel.view().reason()).contains("encoder");
    assertThat(last.mode).isEqualTo(MotorCommand.Mode.OFF);
  }

  @Test
  void rejectsResetOfMovingRobot() {
    double[] radPerSec = {1};
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            simulated ->
                withRobot(
                    simulated,
                    state -> state.motorVelocityRadPerSec[0] = radPerSec[0],
                    command -> {}),
            "operator.resets=ask");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.confirm();
    fixture.advanceTo(Phase.RESET_CONFIRMED);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    assertThat(fixture.channel.view().reason())
        .startsWith("the reset was not accepted: the robot is moving");
    radPerSec[0] = 0;
    fixture.confirm();
    fixture.advanceTo(Phase.RUNNING);
  }

  @Test
  void rejectsResetOutsideStartZone() {
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            simulated ->
                new ForwardingSession(simulated) {
                  @Override
                  public Tracker tracker() {
                    return (now, track) -> {
                      Tracker.ABSENT.read(now, track);
                      track.xMetres = 2;
                    };
                  }
                },
            "operator.resets=ask");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.confirm();
    fixture.advanceTo(Phase.RESET_CONFIRMED);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    assertThat(fixture.channel.view().reason())
        .startsWith("the reset was not accepted: the robot is 2.00 m ahead of the start line");
  }

  /** The last tick outside of an episode is ten seconds old when the robot stands up. */
  @Test
  void standsUpAfterEpisodeWithLimitsOfRealRobot() {
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            "operator.resets=ask",
            "safety.robotLimits=always",
            "task.episodeSteps=40");
    startFirstEpisode(fixture);
    fixture.advanceTo(Phase.STAND_UP);
    fixture.advanceTo(Phase.RUNNING);
    assertThat(fixture.lifecycle.counts().episodes()).isEqualTo(1);
  }

  @Test
  void disarmsRobotThatFallsDuringSoftStart() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.advance(100);
    fixture.confirm();
    fixture.advanceTo(Phase.STANDING);
    fixture.advance(5);
    assertThat(fixture.channel.view().phase())
        .as("soft start in progress")
        .isEqualTo(Phase.STANDING);
    fixture.simulated.simulation().dynamics().setTrunkForce(0, 80, 0);
    RobotState state = new RobotState();
    long fallNanos = 0;
    while (fixture.channel.view().phase() == Phase.STANDING) {
      fixture.lifecycle.advance();
      fixture.session.robot().read(state);
      if (fallNanos == 0 && Math.abs(state.rollRad) > Math.toRadians(30)) {
        fallNanos = fixture.session.clock().nanos();
      }
    }
    assertThat(fixture.channel.view().phase()).isEqualTo(Phase.RESET_REQUESTED);
    assertThat(fixture.channel.view().request().cause()).contains("fell during the soft start");
    assertThat(fixture.session.clock().nanos() - fallNanos).isLessThanOrEqualTo(40_000_000);
    MotorCommand.Mode[] mode = new MotorCommand.Mode[1];
    fixture.lifecycle.observe(
        new EpisodeObserver() {
          @Override
          public void idleTick(RobotState observed, MotorCommand command, Track track) {
            mode[0] = command.mode;
          }
        });
    fixture.advance(1);
    assertThat(mode[0]).isEqualTo(MotorCommand.Mode.DAMPING);
  }

  @Test
  void unansweredRequestDisablesMotorsAndReportsOnce() {
    MotorCommand last = new MotorCommand();
    AtomicInteger disarms = new AtomicInteger();
    LifecycleFixture fixture =
        new LifecycleFixture(
            STANDING_POLICY,
            3,
            simulated ->
                new ForwardingSession(withRobot(simulated, state -> {}, last::set)) {
                  @Override
                  public void disarm() {
                    disarms.incrementAndGet();
                    super.disarm();
                  }
                },
            "operator.resets=ask",
            "operator.patienceSeconds=3");
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.advance(140);
    assertThat(fixture.channel.view().request().motorsOff()).isFalse();
    assertThat(last.mode).isEqualTo(MotorCommand.Mode.DAMPING);
    fixture.advance(20);
    assertThat(fixture.channel.view().request().motorsOff()).isTrue();
    assertThat(last.mode).isEqualTo(MotorCommand.Mode.OFF);
    assertThat(disarms).hasValue(1);
    fixture.advance(400);
    assertThat(fixture.channel.events(0))
        .extracting(OperatorEvent::text)
        .filteredOn(text -> text.contains("was not confirmed within"))
        .containsExactly("Reset 1 was not confirmed within 3 s: the motors are off");
    fixture.confirm();
    fixture.advanceTo(Phase.RUNNING);
  }

  @Test
  void stopTakesEffectAtNextTickInEveryPhase() {
    for (Phase phase :
        new Phase[] {
          Phase.RESET_REQUESTED, Phase.RESET_CONFIRMED, Phase.STANDING, Phase.RUNNING, Phase.PAUSED
        }) {
      LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY, "task.episodeSteps=40");
      fixture.advanceTo(Phase.RESET_REQUESTED);
      if (phase == Phase.PAUSED) {
        fixture.submit(new OperatorCommand.Pause());
      }
      if (phase != Phase.RESET_REQUESTED) {
        fixture.confirm();
      }
      fixture.advanceTo(phase);
      long before = fixture.session.clock().nanos();
      fixture.submit(new OperatorCommand.Stop());
      fixture.submit(new OperatorCommand.Stop());
      fixture.advanceTo(Phase.EMERGENCY_STOP);
      assertThat(fixture.session.clock().nanos() - before)
          .as(phase.toString())
          .isLessThanOrEqualTo(100_000_000);
      assertThat(fixture.channel.view().reason()).contains("operator");
      fixture.advance(200);
      assertThat(fixture.channel.view().phase()).as("latched").isEqualTo(Phase.EMERGENCY_STOP);

      fixture.submit(new OperatorCommand.Release());
      fixture.advanceTo(Phase.RESET_REQUESTED);
      assertThat(fixture.channel.view().request().cause()).contains("emergency stop");
      fixture.submit(new OperatorCommand.Resume());
      fixture.confirm();
      fixture.advanceTo(Phase.RUNNING);
    }
  }

  @Test
  void pausesAfterEpisodeAndRequestsResetOnResume() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY, "task.episodeSteps=40");
    startFirstEpisode(fixture);
    fixture.advance(5);
    fixture.submit(new OperatorCommand.Pause());
    fixture.advance(5);
    assertThat(fixture.lifecycle.isInEpisode()).isTrue();
    fixture.advanceTo(Phase.PAUSED);
    assertThat(fixture.lifecycle.summary().steps()).isEqualTo(40);
    fixture.advance(300);
    double humanSeconds = fixture.lifecycle.counts().humanSeconds();
    fixture.submit(new OperatorCommand.Resume());
    fixture.advanceTo(Phase.RESET_REQUESTED);
    assertThat(fixture.lifecycle.counts().humanSeconds())
        .as("a pause does not count as operator time")
        .isEqualTo(humanSeconds);
  }

  @Test
  void standingRobotContinuesWithoutReset() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY, "task.episodeSteps=25");
    startFirstEpisode(fixture);
    fixture.advanceTo(Phase.ENDED);
    fixture.advanceTo(Phase.RUNNING);
    assertThat(fixture.channel.view().episode()).isEqualTo(1);
    assertThat(fixture.lifecycle.counts().resets()).isEqualTo(1);
    assertThat(fixture.lifecycle.counts().standUps()).as("it had not fallen").isZero();
  }

  /**
   * Checks the share of falls after which the scripted motion stands the robot up; the operator
   * handles the rest.
   */
  @Test
  void standsUpAfterSomeFalls() {
    LifecycleFixture fixture =
        fixtureWithOperatorResets(new FallingPolicy(5), "sim.profile=realistic");
    int falls = 0;
    while (falls < 25) {
      if (fixture.channel.view().phase() == Phase.RESET_REQUESTED) {
        fixture.confirm();
      }
      if (fixture.lifecycle.advance() == Outcome.EPISODE_ENDED
          && fixture.lifecycle.summary().fell()) {
        falls++;
      }
    }
    fixture.lifecycle.advance();
    OperatorCounts counts = fixture.lifecycle.counts();
    // Measured: see docs/episode-lifecycle.md. Below the lower bound, the script is not useful;
    // above the upper bound, the falls are too mild for this test.
    assertThat(counts.standUps() / (double) falls).isBetween(0.3, 0.98);
    RobotState state = new RobotState();
    fixture.session.robot().read(state);
    assertThat(state.connected).isTrue();
  }

  @Test
  void countsAreRestoredFromCheckpoint() throws IOException {
    LifecycleFixture fixture =
        fixtureWithOperatorResets(
            STANDING_POLICY, "task.episodeSteps=25", "operator.standUp=false");
    startFirstEpisode(fixture);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fixture.lifecycle.save(new DataOutputStream(bytes));
    LifecycleFixture resumed = fixtureWithOperatorResets(STANDING_POLICY, "task.episodeSteps=25");
    resumed.lifecycle.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(resumed.lifecycle.counts()).isEqualTo(fixture.lifecycle.counts());
    resumed.advanceTo(Phase.RESET_REQUESTED);
    assertThat(resumed.channel.view().request().number())
        .as("request number is not reused")
        .isEqualTo(3);
    assertThat(resumed.channel.view().episode()).isEqualTo(1);
  }

  @Test
  void finishedRunConfirmsStopAndRejectsOtherCommands() {
    LifecycleFixture fixture = fixtureWithOperatorResets(STANDING_POLICY);
    fixture.advanceTo(Phase.RESET_REQUESTED);
    fixture.lifecycle.finish("enough");
    fixture.lifecycle.finish("enough");
    assertThat(fixture.channel.view().phase()).isEqualTo(Phase.FINISHED);
    assertThat(fixture.channel.view().request()).isNull();
    assertThat(fixture.submit(new OperatorCommand.Stop())).isTrue();
    assertThat(fixture.submit(new OperatorCommand.Pause())).isFalse();
  }

  @Test
  void legTrajectoryEndsAtTargetPosture() {
    MotorCommand command = new MotorCommand();
    RobotState state = new RobotState();
    java.util.Arrays.fill(state.motorAngleRad, 1.2);
    LegTrajectory motion =
        new LegTrajectory(java.util.List.of(new LegTrajectory.Posture(2, 1, 0.1)), 1, 0.015);
    motion.start(state, 0);
    assertThat(motion.step(0, command)).isTrue();
    assertThat(command.targetAngleRad).containsOnly(1.2);
    assertThat(command.kp).as("zero stiffness at start").isZero();
    assertThat(motion.step(500_000_000, command)).isTrue();
    assertThat(command.targetAngleRad).containsOnly(1.6);
    assertThat(motion.step(1_100_000_000, command)).isFalse();
    assertThat(command.targetAngleRad).containsOnly(2.0);
    assertThat(command.kp).isEqualTo(1);
  }
}
