package minitaur.calibration.identify;

/**
 * Excitation trajectories of a leg for identification: slow sweeps for gravity and dry friction,
 * and chirps up to a few hertz for inertia, viscous friction and latencies. Swing and extension
 * differ, so that the two motors of the leg move independently.
 */
enum Excitation {
  /** Slow sweeps through most of the joint range. */
  SWEEP(12) {
    @Override
    double extension(double t) {
      return 0.55 * window(t) * Math.sin(2 * Math.PI * 0.25 * t);
    }

    @Override
    double swing(double t) {
      return 0.3 * window(t) * Math.sin(2 * Math.PI * 0.37 * t);
    }
  },
  /** Chirps: the frequency of extension increases, that of swing decreases. */
  CHIRP(10) {
    @Override
    double extension(double t) {
      return chirp(t, 0.6, 4.5);
    }

    @Override
    double swing(double t) {
      return chirp(t, 5, 0.8);
    }
  };

  /** Extension at the center of the motion, rad. */
  static final double CENTER_EXTENSION_RAD = 1.8;

  private static final double FADE_SECONDS = 0.5;
  private static final double MAX_AMPLITUDE_RAD = 0.28;
  private static final double MAX_RAD_PER_SEC2 = 110;

  private final double seconds;

  Excitation(double seconds) {
    this.seconds = seconds;
  }

  /** Duration of the trajectory. */
  double seconds() {
    return seconds;
  }

  /** Extension relative to the center, rad, at a time from 0 to {@link #seconds}. */
  abstract double extension(double t);

  /** Swing, rad. */
  abstract double swing(double t);

  /** Window that fades in and out, so that the motion starts and ends at rest at the center. */
  double window(double t) {
    double fade = Math.min(t, seconds - t) / FADE_SECONDS;
    double progress = Math.max(0, Math.min(1, fade));
    return progress * progress * (3 - 2 * progress);
  }

  /** Linear chirp with bounded acceleration. */
  double chirp(double t, double fromHz, double toHz) {
    double slope = (toHz - fromHz) / seconds;
    double omega = 2 * Math.PI * (fromHz + slope * t);
    double amplitude = Math.min(MAX_AMPLITUDE_RAD, MAX_RAD_PER_SEC2 / (omega * omega));
    return amplitude * window(t) * Math.sin(2 * Math.PI * (fromHz * t + 0.5 * slope * t * t));
  }
}
