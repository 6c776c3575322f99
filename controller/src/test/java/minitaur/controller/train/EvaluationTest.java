package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitMetrics;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EvaluationTest {
  private static final Policy STANDING =
      new Policy() {
        @Override
        public void act(float[] state, float[] action) {
          Arrays.fill(action, 0);
        }

        @Override
        public long id() {
          return 0;
        }
      };

  @Test
  void reportsStandingAsSustainable() {
    EvaluationResult result = Evaluation.run(ControllerConfig.defaults(), STANDING, 2, 1);
    GaitReport gait = result.gait();
    assertThat(result.falls()).isZero();
    assertThat(gait.value(GaitMetric.DUTY_FACTOR)).isGreaterThan(0.95);
    assertThat(gait.value(GaitMetric.MEAN_POWER)).isBetween(50.0, 250.0);
    // 0.7 to 1.0 Nm support the weight of the robot.
    assertThat(gait.value(GaitMetric.RMS_TORQUE)).isBetween(0.6, 1.3);
    assertThat(gait.value(GaitMetric.ACTION_JERK)).isZero();
    assertThat(gait.isSustainable()).isTrue();
    assertThat(result.describeWalking()).isEqualTo("no");
  }

  @Test
  void describesTimeUntilMotorsOverheat() {
    assertThat(walking(20).describeWalking()).isEqualTo("yes, sustainable");
    assertThat(walking(100).describeWalking()).matches("yes, for \\d+ s");
    assertThat(
            EvaluationResult.of(List.of(summary()), GaitReport.empty(), Map.of()).describeWalking())
        .isEqualTo("yes");
    assertThat(walking(100).energyJoulesPerMetre()).isCloseTo(200, within(1e-9));
  }

  @Test
  void prefersFewerFallsThenHigherReturn() {
    EvaluationResult walks = measured(400, 0.5, 0);
    assertThat(measured(400.1, 0.5, 0).isBetterThan(walks, 0)).isTrue();
    assertThat(measured(399, 0.5, 0).isBetterThan(walks, 0)).isFalse();
    assertThat(measured(399, 0.5, 0).isBetterThan(walks, 0.02)).isTrue();
    assertThat(measured(391, 0.5, 0).isBetterThan(walks, 0.02)).isFalse();
    assertThat(measured(450, 0.5, 1).isBetterThan(walks, 0.02)).isFalse();
    assertThat(measured(300, 0.5, 0).isBetterThan(measured(400, 0.5, 1), 0)).isTrue();
    assertThat(measured(399, 0.3, 0).isBetterThan(walks, 0.02)).as("no longer walks").isFalse();
    EvaluationResult early = measured(-100, 0.1, 0);
    assertThat(measured(-101, 0.1, 0).isBetterThan(early, 0.02)).isTrue();
    assertThat(measured(-103, 0.1, 0).isBetterThan(early, 0.02)).isFalse();
  }

  @Test
  void stopDampsMotorsAtNextTickAndDisarms() {
    RealSession session = new RealSession();
    Optional<EvaluationResult> result = session.evaluate(2, () -> session.positionCommands == 5);
    assertThat(result).isEmpty();
    assertThat(session.positionCommands).isEqualTo(5);
    assertThat(session.lastMode).isEqualTo(MotorCommand.Mode.DAMPING);
    assertThat(session.armed).isFalse();
    assertThat(session.notes).last().isEqualTo("end 5 OPERATOR");
    assertThat(session.prompts).hasSize(1);
  }

  @Test
  void excludesStoppedEpisodeFromResult() {
    RealSession stopped = new RealSession();
    EvaluationResult result =
        stopped.evaluate(2, () -> stopped.positionCommands == 510).orElseThrow();
    EvaluationResult complete = new RealSession().evaluate(1, () -> false).orElseThrow();
    assertThat(result.episodes()).isEqualTo(1);
    assertThat(result.returns()).isEqualTo(complete.returns());
    assertThat(result.rewardTerms()).isEqualTo(complete.rewardTerms());
    for (GaitMetric metric : GaitMetric.values()) {
      assertThat(result.gait().value(metric))
          .isEqualTo(Double.valueOf(complete.gait().value(metric)));
    }
  }

  @Test
  void reportsHowLastEpisodeEndedEarly() {
    assertThat(logOf(new RealSession())).isEmpty();
    RealSession session = new RealSession();
    session.stopsItselfAfter = 5;
    assertThat(logOf(session))
        .containsExactly(
            "The robot is no longer armed: simulated",
            "The last episode ended early: the robot stopped itself, after 5 steps.");
  }

  private static List<String> logOf(RealSession session) {
    Logger logger = (Logger) LoggerFactory.getLogger(Evaluation.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    session.evaluate(1, () -> false);
    logger.detachAppender(log);
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void stopDuringSoftStartDisarms() {
    RealSession session = new RealSession();
    session.softStartPolls = Integer.MAX_VALUE;
    assertThat(session.evaluate(1, () -> session.softStartPolls < Integer.MAX_VALUE - 3)).isEmpty();
    assertThat(session.enabled).isFalse();
    assertThat(session.positionCommands).isZero();
  }

  @Test
  void fallDuringSoftStartDisarmsUntilConfirmedAgain() {
    RealSession session = new RealSession();
    session.fallen = true;
    assertThat(session.evaluate(1, () -> session.prompts.size() == 2)).isEmpty();
    assertThat(session.enabled).isFalse();
    assertThat(session.prompts.get(1)).contains("could not be armed", "it fell");
    assertThat(session.positionCommands).isZero();
  }

  /** A simulated robot that is armed like a real one. */
  private static final class RealSession extends ForwardingSession implements Robot {
    private final ArmAuthority authority = new ArmAuthority();
    private final List<String> prompts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int softStartPolls = 3;
    private boolean fallen;
    private boolean enabled;
    private boolean armed;
    private int positionCommands;
    private int stopsItselfAfter = Integer.MAX_VALUE;
    private MotorCommand.Mode lastMode = MotorCommand.Mode.OFF;

    private RealSession() {
      super(
          new SimulatedSession(
              ControllerConfig.defaults().hardware(),
              ControllerConfig.defaults().task(),
              0,
              false));
    }

    private Optional<EvaluationResult> evaluate(int episodes, BooleanSupplier stop) {
      return Evaluation.run(
          ControllerConfig.defaults(),
          STANDING,
          episodes,
          this,
          reason -> prompts.add(reason) && !stop.getAsBoolean(),
          stop);
    }

    @Override
    public boolean isResetByProgram() {
      return false;
    }

    @Override
    public Robot robot() {
      return this;
    }

    @Override
    public void read(RobotState state) {
      delegate.robot().read(state);
      if (enabled && fallen) {
        state.rollRad = 1.5;
      }
    }

    @Override
    public void write(MotorCommand command) {
      positionCommands += command.mode == MotorCommand.Mode.POSITION ? 1 : 0;
      lastMode = command.mode;
      delegate.robot().write(command);
      if (positionCommands == stopsItselfAfter) {
        disarm();
      }
    }

    @Override
    public ArmPermit issuePermit() {
      return authority.issue();
    }

    @Override
    public void arm(ArmPermit permit) {
      if (authority.redeem(permit)) {
        enabled = true;
      }
    }

    @Override
    public boolean isArmed() {
      if (enabled && !armed) {
        softStartPolls--;
        armed = softStartPolls <= 0;
      }
      return armed;
    }

    @Override
    public void disarm() {
      enabled = false;
      armed = false;
    }

    @Override
    public void note(String line) {
      notes.add(line);
    }
  }

  private static EvaluationResult measured(double meanReturn, double velocity, int falls) {
    return new EvaluationResult(
        10,
        new EvaluationResult.Returns(meanReturn, meanReturn, meanReturn),
        velocity,
        falls,
        Double.NaN,
        GaitReport.empty(),
        Map.of());
  }

  private static EvaluationResult walking(double watts) {
    GaitMetrics gait = new GaitMetrics(7.5);
    double[] windingWatts = new double[8];
    Arrays.fill(windingWatts, watts);
    gait.begin(0, 0);
    gait.sample(new double[8], windingWatts, 8 * watts, 0b1111, 1);
    return EvaluationResult.of(List.of(summary()), gait.report(), Map.of());
  }

  private static EpisodeSummary summary() {
    return new EpisodeSummary(
        0,
        500,
        new EpisodeSummary.Rewards(400, 0),
        new EpisodeSummary.Motion(0.5, 5, 1000),
        new Truncation(Reason.TIME_LIMIT),
        0);
  }
}
