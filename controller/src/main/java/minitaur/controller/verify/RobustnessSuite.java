package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.sim.BodyProfile;
import minitaur.sim.SimulationProfile;
import minitaur.sim.device.Range;

/**
 * Measures the robustness of a policy to conditions that it was not trained for: pushes, payload, a
 * weak motor, latency, friction and encoder noise. Each is swept separately on the configured
 * terrain.
 *
 * @param policy should be deterministic
 * @param episodes number of episodes at each point
 */
public record RobustnessSuite(ControllerConfig config, Policy policy, int episodes) {
  private static final double PUSH_START_SECONDS = 2;
  private static final double PUSH_SECONDS = 0.1;

  /** The weakened motor: the outer motor of the front-left leg. */
  private static final int WEAK_MOTOR = 0;

  /** Swept quantity with its values. */
  public enum Sweep {
    /** Forward impulse on the trunk, Ns. */
    PUSH_FORWARD("Ns", 1, 2, 3, 4, 6, 8, 10),
    /** Backward impulse on the trunk, Ns. */
    PUSH_BACKWARD("Ns", 1, 2, 3, 4, 6, 8, 10),
    /** Impulse on the trunk to the left, Ns. */
    PUSH_LEFT("Ns", 1, 2, 3, 4, 6, 8, 10),
    /** Impulse on the trunk to the right, Ns. */
    PUSH_RIGHT("Ns", 1, 2, 3, 4, 6, 8, 10),
    /** Mass on top of the trunk, kg. */
    PAYLOAD("kg", 0, 0.5, 1, 1.5),
    /** Torque of one motor relative to its nominal torque, %. */
    WEAK_MOTOR("%", 100, 90, 80, 70),
    /** Latency of observations, ms. */
    LATENCY("ms", 0, 10, 20, 30, 40),
    /** Friction coefficient of the ground. */
    FRICTION("", 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2),
    /** Standard deviation of the noise on the motor angles that the policy observes, rad. */
    ENCODER_NOISE("rad", 0, 0.005, 0.01, 0.02, 0.05);

    private final String unit;
    private final double[] values;

    Sweep(String unit, double... values) {
      this.unit = unit;
      this.values = values;
    }

    /** Unit of the values; empty for a ratio. */
    public String unit() {
      return unit;
    }

    /** Printed name. */
    public String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether the value is an impulse. */
    public boolean isPush() {
      return unit.equals("Ns");
    }
  }

  /**
   * One point of a sweep.
   *
   * @param survivalRate share of episodes without a fall
   * @param meanVelocity mean forward velocity of all episodes, m/s
   */
  public record Point(Sweep sweep, double value, double survivalRate, double meanVelocity) {}

  /** Runs one sweep. */
  public List<Point> run(Sweep sweep) {
    List<Point> points = new ArrayList<>();
    for (double value : sweep.values) {
      points.add(run(sweep, value));
    }
    return points;
  }

  /** Max value up to which no episode ended with a fall; 0 if there is none. */
  public static double maxSurvived(List<Point> points) {
    double max = 0;
    for (Point point : points) {
      if (point.survivalRate() < 1) {
        break;
      }
      max = point.value();
    }
    return max;
  }

  private Point run(Sweep sweep, double value) {
    SimulatedSession simulated =
        new SimulatedSession(
            config.hardware(),
            config.task(),
            profile(SimulatedSession.profile(config.hardware()), sweep, value),
            config.run().seed());
    RobotSession session =
        sweep == Sweep.ENCODER_NOISE && value > 0
            ? new NoisySession(simulated, value, config.run().seed())
            : simulated;
    EpisodeLoop loop =
        EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, TransitionSink.NONE);
    int falls = 0;
    double velocity = 0;
    for (int episode = 0; episode < episodes; episode++) {
      session.resetRobot();
      long start = simulated.simulation().timeNanos();
      loop.begin(episode);
      while (loop.tick()) {
        if (sweep.isPush()) {
          double seconds = (simulated.simulation().timeNanos() - start) * 1e-9;
          boolean pushing =
              seconds >= PUSH_START_SECONDS && seconds < PUSH_START_SECONDS + PUSH_SECONDS;
          push(simulated, sweep, pushing ? value / PUSH_SECONDS : 0);
        }
      }
      EpisodeSummary summary = loop.finish();
      falls += summary.fell() ? 1 : 0;
      velocity += summary.meanForwardVelocityMetresPerSec();
    }
    return new Point(sweep, value, 1 - (double) falls / episodes, velocity / episodes);
  }

  private static void push(SimulatedSession session, Sweep sweep, double newtons) {
    double forward =
        sweep == Sweep.PUSH_FORWARD ? newtons : sweep == Sweep.PUSH_BACKWARD ? -newtons : 0;
    double left = sweep == Sweep.PUSH_LEFT ? newtons : sweep == Sweep.PUSH_RIGHT ? -newtons : 0;
    double yaw = session.simulation().groundTruth().yaw();
    double cosine = StrictMath.cos(yaw);
    double sine = StrictMath.sin(yaw);
    session
        .simulation()
        .dynamics()
        .setTrunkForce(cosine * forward - sine * left, sine * forward + cosine * left, 0);
  }

  private static SimulationProfile profile(SimulationProfile profile, Sweep sweep, double value) {
    Range latency = profile.latency().observationSeconds();
    BodyProfile body = profile.body();
    return switch (sweep) {
      case PUSH_FORWARD, PUSH_BACKWARD, PUSH_LEFT, PUSH_RIGHT, ENCODER_NOISE -> profile;
      case PAYLOAD -> with(profile, latency, body.withPayload(value), 1);
      case WEAK_MOTOR -> with(profile, latency, body, 0.01 * value);
      case LATENCY -> with(profile, Range.of(1e-3 * value), body, 1);
      case FRICTION ->
          with(
              profile,
              latency,
              new BodyProfile(
                  body.massFactor(),
                  body.inertiaFactor(),
                  Range.of(value),
                  body.motorStrength(),
                  body.payloadKg()),
              1);
    };
  }

  private static SimulationProfile with(
      SimulationProfile profile, Range latency, BodyProfile body, double weakMotorRatio) {
    double[] ratio = profile.drives().torqueRatio().clone();
    ratio[WEAK_MOTOR] *= weakMotorRatio;
    return profile.with(
        profile.name(),
        new SimulationProfile.Latency(latency, profile.latency().commandSeconds()),
        body,
        profile.drives().withTorqueRatio(ratio));
  }

  /**
   * A robot that adds noise to the motor angles that it returns; its own position loop uses the
   * exact ones.
   */
  private static final class NoisySession extends ForwardingSession {
    private final Robot noisy;

    NoisySession(RobotSession session, double deviation, long seed) {
      super(session);
      RandomStream stream = RandomStream.of(seed, "robustness.encoders");
      Robot exact = session.robot();
      noisy =
          new Robot() {
            @Override
            public void read(RobotState state) {
              exact.read(state);
              for (int motor = 0; motor < Motor.COUNT; motor++) {
                state.motorAngleRad[motor] += deviation * stream.nextGaussian();
              }
            }

            @Override
            public void write(MotorCommand command) {
              exact.write(command);
            }

            @Override
            public void close() {
              exact.close();
            }
          };
    }

    @Override
    public Robot robot() {
      return noisy;
    }
  }
}
