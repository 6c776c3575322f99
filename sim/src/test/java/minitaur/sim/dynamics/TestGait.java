package minitaur.sim.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.sim.terrain.Terrain;
import minitaur.sim.terrain.TerrainSpec;

/** A periodic gait of the reference data and its terrain. */
record TestGait(
    Terrain terrain,
    double frequency,
    double swingAmplitude,
    double swingBias,
    double extensionMiddle,
    double extensionAmplitude,
    double phaseLag,
    double[] phases) {

  /** The gait of a reference table; its parameters are in {@code gaits.json}. */
  static TestGait of(String table) throws IOException {
    JsonNode gaits = ReferenceData.json("gaits.json");
    JsonNode gait = gaits.path(table);
    if (gait.isMissingNode()) {
      throw new IllegalStateException("gaits.json has no entry for " + table + "; add one");
    }
    return new TestGait(
        TerrainSpec.parse(gait.path("terrain").asText("flat")).terrain(),
        gait.get("frequency").asDouble(),
        gait.get("swing_amplitude").asDouble(),
        gait.get("swing_bias").asDouble(),
        gait.get("extension_middle").asDouble(),
        gait.get("extension_amplitude").asDouble(),
        gait.get("phase_lag").asDouble(),
        ReferenceData.array(gaits.get("phases")));
  }

  /** Computes the target angles, {@code [motor]} rad, at a time. Modified: {@code target}. */
  void target(double seconds, double[] target) {
    double fade = Math.max(0, Math.min(1, (seconds - 0.5) / 0.5));
    for (int leg = 0; leg < Leg.COUNT; leg++) {
      double p = 2 * Math.PI * frequency * (seconds - 0.5) + phases[leg];
      double swing = fade * (swingAmplitude * Math.sin(p) + swingBias);
      double extension =
          2 + fade * (extensionMiddle - 2 - extensionAmplitude * Math.cos(p + phaseLag));
      target[Leg.of(leg).rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      target[Leg.of(leg).front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
  }
}
