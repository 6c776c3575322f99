package minitaur.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.hal.random.RandomStream;
import minitaur.sim.device.PushProfile;
import minitaur.sim.device.Range;
import org.junit.jupiter.api.Test;

class SimulationProfileTest {
  @Test
  void findsProfileByName() {
    for (String name : new String[] {"nominal", "realistic", "randomized"}) {
      assertThat(SimulationProfile.byName(name).name()).isEqualTo(name);
    }
    assertThatThrownBy(() -> SimulationProfile.byName("Realistic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no simulation profile 'Realistic'; choose one of nominal, realistic,"
                + " randomized");
  }

  @Test
  void nominalProfileIsIdeal() {
    EpisodeConditions drawn = draw(SimulationProfile.nominal(), 1);
    assertThat(drawn.batteryVolts()).isEqualTo(16.0);
    assertThat(drawn.observationLatencyMillis()).isZero();
    assertThat(drawn.commandLatencyMillis()).isZero();
    assertThat(drawn.rollBiasRad()).isZero();
    assertThat(drawn.body().massFactor()).isEqualTo(1);
    assertThat(drawn.body().inertiaFactor()).isEqualTo(1);
    assertThat(drawn.body().friction()).isEqualTo(0.8);
    assertThat(drawn.motorStrength()[5]).isEqualTo(1);
  }

  @Test
  void realisticProfileDrawsBatteryAndBias() {
    SampleBounds battery = new SampleBounds();
    SampleBounds bias = new SampleBounds();
    for (int seed = 0; seed < 2000; seed++) {
      EpisodeConditions drawn = draw(SimulationProfile.realistic(), seed);
      battery.add(drawn.batteryVolts());
      bias.add(drawn.rollBiasRad());
      bias.add(drawn.pitchBiasRad());
      assertThat(drawn.observationLatencyMillis()).isEqualTo(15);
      assertThat(drawn.commandLatencyMillis()).isEqualTo(3);
      assertThat(drawn.body().massFactor()).isEqualTo(1);
      assertThat(drawn.body().friction()).isEqualTo(0.8);
    }
    battery.assertCovers(14.8, 16.8);
    bias.assertCovers(-0.02, 0.02);
  }

  @Test
  void randomizedProfileDrawsBody() {
    SampleBounds mass = new SampleBounds();
    SampleBounds inertia = new SampleBounds();
    SampleBounds friction = new SampleBounds();
    SampleBounds strength = new SampleBounds();
    SampleBounds latency = new SampleBounds();
    for (int seed = 0; seed < 4000; seed++) {
      EpisodeConditions drawn = draw(SimulationProfile.randomized(), seed);
      mass.add(drawn.body().massFactor());
      inertia.add(drawn.body().inertiaFactor());
      friction.add(drawn.body().friction());
      latency.add(drawn.observationLatencyMillis());
      for (int motor = 0; motor < 8; motor++) {
        strength.add(drawn.motorStrength()[motor]);
      }
      assertThat(drawn.motorStrength()[0]).isNotEqualTo(drawn.motorStrength()[1]);
    }
    mass.assertCovers(0.8, 1.2);
    inertia.assertCovers(0.5, 1.5);
    friction.assertCovers(0.5, 1.25);
    strength.assertCovers(0.8, 1.2);
    latency.assertCovers(0, 40);
  }

  @Test
  void rejectsInvalidProfiles() {
    assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("from low to high");
    assertThatThrownBy(() -> Range.of(Double.NaN)).hasMessageContaining("range");
    SimulationProfile nominal = SimulationProfile.nominal();
    assertThatThrownBy(
            () ->
                nominal.with(
                    "slow",
                    new SimulationProfile.Latency(Range.of(0.2), Range.of(0)),
                    nominal.body(),
                    nominal.drives()))
        .hasMessageContaining("slow: the observation latency");
    assertThatThrownBy(() -> nominal.withStartJitter(-1)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> nominal.with(new SimulationProfile.Episode(4, 0, PushProfile.NONE)))
        .hasMessageContaining("nominal: the start's extension");
    assertThatThrownBy(() -> new BodyProfile(Range.of(0), Range.of(1), Range.of(1), Range.of(1)))
        .hasMessageContaining("mass");
  }

  private static EpisodeConditions draw(SimulationProfile profile, long seed) {
    return EpisodeConditions.draw(profile, RandomStream.of(seed, "conditions"));
  }

  /** Min and max of the drawn values. */
  private static final class SampleBounds {
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    /**
     * Asserts that the values lie within the bounds and come within 1 % of the range of each bound.
     */
    void assertCovers(double low, double high) {
      double tolerance = 0.01 * (high - low);
      assertThat(min).isBetween(low, low + tolerance);
      assertThat(max).isBetween(high - tolerance, high);
    }
  }
}
