package minitaur.calibration.identify;

/**
 * How a leg is moved so that its numbers show: slow sweeps in which gravity and dry friction speak,
 * and chirps up to a few hertz for inertia, viscous friction and latencies. Swing and extension
 * differ, so that both motors of the leg go their own ways.
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
  /** Chirps: extension up, swing down in frequency. */
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

  /** Where the legs are moved about. */
  static final double CENTRE = 1.8;

  private static final double FADE_SECONDS = 0.5;
  private static final double LARGEST_RAD = 0.28;
  private static final double LARGEST_RAD_PER_SEC2 = 110;

  private final double seconds;

  Excitation(double seconds) {
    this.seconds = seconds;
  }

  /** How long it takes. */
  double seconds() {
    return seconds;
  }

  /** Extension away from the centre, rad, at a time from 0 to {@link #seconds}. */
  abstract double extension(double t);

  /** Swing, rad. */
  abstract double swing(double t);

  /** Fades in and out, so that the motion begins and ends at rest in the centre. */
  double window(double t) {
    double edge = Math.min(t, seconds - t) / FADE_SECONDS;
    double part = Math.max(0, Math.min(1, edge));
    return part * part * (3 - 2 * part);
  }

  /** A sine whose frequency goes evenly from one to another, of bounded acceleration. */
  double chirp(double t, double fromHz, double toHz) {
    double slope = (toHz - fromHz) / seconds;
    double omega = 2 * Math.PI * (fromHz + slope * t);
    double amplitude = Math.min(LARGEST_RAD, LARGEST_RAD_PER_SEC2 / (omega * omega));
    return amplitude * window(t) * Math.sin(2 * Math.PI * (fromHz * t + 0.5 * slope * t * t));
  }
}
