package minitaur.controller.verify.doctor;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.robot.MocapTracking;
import minitaur.hal.Clock;
import minitaur.hal.Text;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.client.MocapStatus;
import org.jspecify.annotations.Nullable;

/**
 * Checks the motion capture of a stationary body: rate, delay, noise, and the reasons for lost
 * poses.
 */
public final class MocapCheck {
  private static final long POLL_NANOS = 10_000_000;

  /** Time limit for connecting, receiving the names and estimating the clock offset. */
  private static final long CONNECT_TIMEOUT_NANOS = 5_000_000_000L;

  /** Range of plausible heights of a standing robot's trunk, m. */
  private static final double MAX_HEIGHT = 1;

  private static final double MIN_HEIGHT = -0.1;

  private MocapCheck() {}

  /**
   * Findings of the check.
   *
   * @param status status of the client at the end
   * @param position x, y and z of the trunk in the lane's frame, m; null without a pose
   * @param problems each with its fix; empty when there is none
   */
  public record Report(MocapStatus status, double @Nullable [] position, List<String> problems) {
    /** Values for JSON. */
    public Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("connected", status.connected());
      put(map, "rateHz", status.arrivals().rateHz());
      put(map, "delaySeconds", status.arrivals().delaySeconds());
      put(map, "jitterSeconds", status.arrivals().jitterSeconds());
      map.put("frames", status.samples().frames());
      map.put("missing", status.samples().missing());
      Map<String, Object> dropped = new LinkedHashMap<>();
      status.samples().dropped().forEach((reason, count) -> dropped.put(reason.name(), count));
      map.put("dropped", dropped);
      map.put("bodies", status.bodies());
      map.put("problems", problems);
      return map;
    }

    /** Prints a table. */
    public void print(PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "mocap       %.1f poses/s, delay %.1f ms, jitter %.2f ms, lost %.1f %% of %d%n",
          status.arrivals().rateHz(),
          status.arrivals().delaySeconds() * 1e3,
          status.arrivals().jitterSeconds() * 1e3,
          status.lossFraction() * 100,
          status.samples().frames() + status.samples().missing());
      double[] trunk = position;
      if (trunk != null) {
        out.printf(
            Locale.ROOT,
            "            trunk at x %.3f, y %.3f, z %.3f m%n",
            trunk[0],
            trunk[1],
            trunk[2]);
      }
      for (Map.Entry<DropReason, Long> each : status.samples().dropped().entrySet()) {
        out.println("            " + each.getValue() + " " + each.getKey().text());
      }
      problems.forEach(problem -> out.println("  - " + problem));
    }

    private static void put(Map<String, Object> map, String key, double value) {
      map.put(key, Double.isFinite(value) ? value : "unknown");
    }
  }

  /**
   * Observes the configured body.
   *
   * @param settings must name a server; a calibrated lane is not applied
   * @param seconds duration of the observation
   */
  public static Report run(MocapSettings settings, double seconds, Clock clock) {
    try (MocapTracking mocap = MocapTracking.open(settings, /* alignment= */ null, clock)) {
      Track track = new Track();
      Pose pose = new Pose();
      long connectDeadline = clock.nanos() + CONNECT_TIMEOUT_NANOS;
      while (!mocap.poses().poll(pose) && clock.nanos() < connectDeadline) {
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
      long end = clock.nanos() + (long) (seconds * 1e9);
      while (clock.nanos() < end) {
        mocap.tracker().read(clock.nanos(), track);
        while (mocap.poses().poll(pose)) {}
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
      return report(mocap, track);
    }
  }

  private static Report report(MocapTracking mocap, Track track) {
    MocapStatus status = mocap.status();
    if (status == null) {
      throw new IllegalArgumentException("the configuration specifies no motion-capture server");
    }
    List<String> problems = new ArrayList<>();
    if (status.message() != null) {
      problems.add("motion capture: " + status.message());
    }
    mocap.warnings().forEach(warning -> problems.add("motion capture: " + warning));
    double[] position =
        Double.isFinite(track.xMetres)
            ? new double[] {track.xMetres, track.yMetres, track.zMetres}
            : null;
    if (position != null && (position[2] > MAX_HEIGHT || position[2] < MIN_HEIGHT)) {
      problems.add(
          Text.of(
              "motion capture: the trunk is at a height of %.2f m; check which axis points up"
                  + " (mocap.up), the server's unit and its ground plane",
              position[2]));
    }
    return new Report(status, position, problems);
  }
}
