package minitaur.controller.verify;

import java.util.List;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.RobustnessTrial;
import minitaur.sim.terrain.TerrainSpec;

/**
 * Checks the soundness of the simulation: throws a robot onto random courses of slopes, stairs,
 * gaps, boxes, slippery ground and movable blocks, and drives it with random torques.
 */
final class CourseBenchmark {
  /** Simulated time on each course, s. */
  private static final double SECONDS = 10;

  private CourseBenchmark() {}

  /**
   * Simulates courses. The results are deterministic.
   *
   * @param count number of courses
   */
  static List<Result> run(int count) {
    TerrainSpec spec = TerrainSpec.parse("course");
    int diverged = 0;
    double penetration = 0;
    double gain = 0;
    double contactGain = 0;
    for (int seed = 0; seed < count; seed++) {
      RandomStream stream = RandomStream.of(seed, "course");
      RobustnessTrial.Result result =
          new RobustnessTrial(spec.terrain(stream), spec.endX(), stream).run(SECONDS);
      diverged += result.finite() ? 0 : 1;
      penetration = Math.max(penetration, result.penetrationMetres());
      gain = Math.max(gain, result.gainJoules() / result.workJoules());
      contactGain = Math.max(contactGain, result.contactGainJoules() / result.workJoules());
    }
    return List.of(
        Result.info("random courses of 10 s", count, ""),
        Result.atMost(0, "diverged (NaN or Inf)", diverged, ""),
        Result.atMost(
            1e3 * RobustnessTrial.Result.MAX_PENETRATION,
            "max penetration",
            1e3 * penetration,
            "mm"),
        Result.atMost(
            100 * RobustnessTrial.Result.MAX_CONTACT_GAIN_FRACTION,
            "max energy added by contacts, of the motors' work",
            100 * contactGain,
            "%"),
        Result.atMost(
            100 * RobustnessTrial.Result.MAX_GAIN_FRACTION,
            "max energy gained without work, of the motors' work",
            100 * gain,
            "%"));
  }
}
