package minitaur.controller.run;

import java.util.Arrays;

/** Aggregation of several runs into one curve with a band. */
public enum Aggregate {
  /** Mean, and range from min to max. */
  MEAN("mean and range") {
    @Override
    double[] apply(double[] values) {
      return new double[] {
        Arrays.stream(values).average().orElse(Double.NaN),
        Arrays.stream(values).min().orElse(Double.NaN),
        Arrays.stream(values).max().orElse(Double.NaN)
      };
    }
  },
  /** Interquartile mean with a 95 % bootstrap interval, see {@link SampleStatistics}. */
  IQM("interquartile mean, 95 % bootstrap interval") {
    @Override
    double[] apply(double[] values) {
      SampleStatistics statistics = SampleStatistics.of(values);
      return new double[] {statistics.interquartileMean(), statistics.low(), statistics.high()};
    }
  };

  private final String description;

  Aggregate(String description) {
    this.description = description;
  }

  /** Returns the center, lower and upper value of {@code values}, which must not be empty. */
  abstract double[] apply(double[] values);

  String description() {
    return description;
  }
}
