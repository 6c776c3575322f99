package minitaur.controller.run;

/** The horizontal axis of a learning curve. */
public enum XAxis {
  /** Environment steps. */
  STEPS("Environment steps", false) {
    @Override
    double coordinate(double step, double rateHz) {
      return step;
    }
  },
  /** Robot time in minutes, logarithmic: duration of the control steps, without pauses. */
  ROBOT_TIME("Robot time (min)", true) {
    @Override
    double coordinate(double step, double rateHz) {
      return step / rateHz / 60;
    }
  };

  private final String label;
  private final boolean logarithmic;

  XAxis(String label, boolean logarithmic) {
    this.label = label;
    this.logarithmic = logarithmic;
  }

  String label() {
    return label;
  }

  boolean isLogarithmic() {
    return logarithmic;
  }

  /** Converts an environment step at a control rate to a coordinate. */
  abstract double coordinate(double step, double rateHz);
}
