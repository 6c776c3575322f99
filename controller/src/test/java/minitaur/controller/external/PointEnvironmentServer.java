package minitaur.controller.external;

import java.io.BufferedInputStream;
import java.io.IOException;
import minitaur.hal.random.RandomStream;

/**
 * A small environment in a separate process: a point that must be held at 0, in episodes of 40
 * steps that terminate at a distance of 2. With an argument, the process exits after that many
 * steps.
 */
public final class PointEnvironmentServer {
  private PointEnvironmentServer() {}

  /** Serves on standard input and output. */
  public static void main(String[] arguments) throws IOException {
    int lastStep = arguments.length > 0 ? Integer.parseInt(arguments[0]) : Integer.MAX_VALUE;
    ExternalSpec spec =
        new ExternalSpec(
            "point", ExternalSpec.Bounds.of(2, -9, 9), ExternalSpec.Bounds.of(1, -2, 2), 40, 50);
    new EnvironmentServer(
            spec,
            () -> new PointEnvironment(lastStep),
            new BufferedInputStream(System.in),
            System.out)
        .run();
  }

  private static final class PointEnvironment implements Environment {
    private final int lastStep;
    private int totalSteps;
    private int step;
    private float position;
    private float velocity;

    PointEnvironment(int lastStep) {
      this.lastStep = lastStep;
    }

    @Override
    public void reset(long seed, float[] observation) {
      RandomStream random = RandomStream.of(seed, "point");
      position = (float) random.nextUniform(-1, 1);
      velocity = (float) random.nextUniform(-1, 1);
      step = 0;
      fillObservation(observation);
    }

    @Override
    public Outcome step(float[] action, float[] observation) {
      if (++totalSteps > lastStep) {
        System.err.println("simulated failure");
        System.exit(5);
      }
      velocity += 0.2f * action[0];
      position += 0.2f * velocity;
      fillObservation(observation);
      if (Math.abs(position) > 2) {
        return Outcome.TERMINATED;
      }
      return ++step == 40 ? Outcome.TRUNCATED : Outcome.CONTINUES;
    }

    private void fillObservation(float[] observation) {
      observation[0] = position;
      observation[1] = velocity;
    }

    @Override
    public float reward() {
      return 1 - position * position;
    }

    @Override
    public void close() {}
  }
}
