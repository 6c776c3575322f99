package minitaur.controller.run;

import java.util.Arrays;

/** How several runs become one curve with a band. */
public enum Aggregate {
  /** Mean, and range from the smallest to the largest. */
  MEAN("mean and range") {
    @Override
    double[] of(double[] values) {
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
    double[] of(double[] values) {
      SampleStatistics statistics = SampleStatistics.of(values);
      return new double[] {statistics.interquartileMean(), statistics.low(), statistics.high()};
    }
  };

  private final String description;

  Aggregate(String description) {
    this.description = description;
  }

  /** Middle, lower and upper value of at least one value. */
  abstract double[] of(double[] values);

  String description() {
    return description;
  }
}
