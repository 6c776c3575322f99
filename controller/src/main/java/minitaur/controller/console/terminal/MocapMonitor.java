package minitaur.controller.console.terminal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import minitaur.hal.Clock;
import minitaur.hal.Text;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapException;
import minitaur.hal.mocap.client.MocapProblem;
import minitaur.hal.mocap.client.MocapStatus;

/** Prints bodies, poses and velocities of a motion-capture server or a camera. */
public final class MocapMonitor {
  private static final long POLL_NANOS = 20_000_000;
  private static final long PRINT_NANOS = 200_000_000;

  /** The list of bodies is considered complete after no change for this time. */
  private static final long COMPLETE_NANOS = 500_000_000;

  private final String source;
  private final Clock clock;
  private final PrintWriter out;
  private final boolean json;

  /**
   * @param source name of the source, for messages
   * @param out receives one line per pose
   */
  public MocapMonitor(String source, Clock clock, PrintWriter out, boolean json) {
    this.source = source;
    this.clock = clock;
    this.out = out;
    this.json = json;
  }

  /**
   * Prints the names of the server's bodies.
   *
   * @param seconds maximum time to wait for a body
   * @throws MocapException when the server is not available or has no bodies
   */
  public void list(MocapConfig config, double seconds) throws MocapException {
    try (MocapClient client = new MocapClient(config, clock)) {
      long end = clock.nanos() + nanos(seconds);
      long changedNanos = clock.nanos();
      List<String> bodies = List.of();
      while (clock.nanos() < end
          && (bodies.isEmpty() || clock.nanos() - changedNanos < COMPLETE_NANOS)) {
        clock.waitUntil(clock.nanos() + POLL_NANOS);
        List<String> reported = client.status().bodies();
        if (!reported.equals(bodies)) {
          bodies = reported;
          changedNanos = clock.nanos();
        }
      }
      if (bodies.isEmpty()) {
        throw failure(client.status(), "reports no bodies; create one in its software");
      }
      for (String body : bodies) {
        out.println(json ? JsonNodeFactory.instance.objectNode().put("body", body) : body);
      }
      out.flush();
    }
  }

  /**
   * Prints pose and velocity of a body of a server.
   *
   * @param tracking settings of the velocity estimator
   * @param seconds duration
   * @throws MocapException if there are no poses at the end
   */
  public void watch(MocapConfig config, TrackingConfig tracking, double seconds)
      throws MocapException {
    try (MocapClient client = new MocapClient(config, clock);
        PoseTracker poses = new PoseTracker(client, tracking)) {
      watch(poses, poses, client::status, seconds);
    }
  }

  /**
   * Prints pose and velocity of a source.
   *
   * @param status status of the source
   * @param seconds duration; may be infinite
   * @throws MocapException if there are no poses at the end
   */
  public void watch(PoseSource poses, Tracker tracker, Supplier<MocapStatus> status, double seconds)
      throws MocapException {
    Track track = new Track();
    Pose pose = new Pose();
    long start = clock.nanos();
    long end = seconds == Double.POSITIVE_INFINITY ? Long.MAX_VALUE : start + nanos(seconds);
    long nextPrint = start + PRINT_NANOS;
    Set<String> printed = new HashSet<>();
    while (clock.nanos() < end && !Thread.currentThread().isInterrupted()) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      tracker.read(clock.nanos(), track);
      while (poses.poll(pose)) {}
      if (clock.nanos() >= nextPrint) {
        nextPrint = clock.nanos() + PRINT_NANOS;
        MocapStatus current = status.get();
        print(current, track, pose, (clock.nanos() - start) * 1e-9);
        printWarnings(current, printed);
      }
    }
    MocapStatus last = status.get();
    if (last.problem() != null || track.velocityUnknownNanos > 0) {
      throw failure(last, "sent too few poses for a velocity; increase --seconds");
    }
  }

  private void print(MocapStatus status, Track track, Pose pose, double seconds) {
    out.println(json ? jsonLine(status, track, pose, seconds) : textLine(status, track, pose));
    out.flush();
  }

  /** Prints each warning once, ignoring its numbers. JSON lines already contain the warnings. */
  private void printWarnings(MocapStatus status, Set<String> printed) {
    for (String warning : status.warnings()) {
      if (!json && printed.add(warning.replaceAll("[0-9.]+", "#"))) {
        out.println("WARN: " + warning);
      }
    }
    out.flush();
  }

  private static String textLine(MocapStatus status, Track track, Pose pose) {
    if (status.message() != null) {
      return status.message();
    }
    if (Double.isNaN(track.xMetres)) {
      return "connecting";
    }
    return Text.of(
        "x %7s  y %7s  z %6s m  yaw %6s deg  %s  %5s Hz  delay %4s ms, jitter %4s ms"
            + "  lost %4.1f %%",
        Text.number("%.3f", track.xMetres),
        Text.number("%.3f", track.yMetres),
        Text.number("%.3f", track.zMetres),
        Text.number("%.1f", Math.toDegrees(yaw(pose))),
        track.velocityUnknownNanos == 0
            ? Text.of(
                "velocity %6s %6s %6s m/s",
                Text.number("%.3f", track.xMetresPerSec),
                Text.number("%.3f", track.yMetresPerSec),
                Text.number("%.3f", track.zMetresPerSec))
            : "velocity unknown",
        Text.number("%.1f", status.arrivals().rateHz()),
        Text.number("%.1f", status.arrivals().delaySeconds() * 1e3),
        Text.number("%.2f", status.arrivals().jitterSeconds() * 1e3),
        status.lossFraction() * 100);
  }

  private static ObjectNode jsonLine(MocapStatus status, Track track, Pose pose, double seconds) {
    MocapProblem problem = status.problem();
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("seconds", seconds);
    line.put("connected", status.connected());
    line.put("problem", problem == null ? null : problem.name());
    line.put("message", status.message());
    put(line, "xMetres", track.xMetres);
    put(line, "yMetres", track.yMetres);
    put(line, "zMetres", track.zMetres);
    put(line, "yawRad", Double.isNaN(track.xMetres) ? Double.NaN : yaw(pose));
    put(line, "xMetresPerSec", track.xMetresPerSec);
    put(line, "yMetresPerSec", track.yMetresPerSec);
    put(line, "zMetresPerSec", track.zMetresPerSec);
    line.put("unknownSeconds", track.velocityUnknownNanos * 1e-9);
    put(line, "rateHz", status.arrivals().rateHz());
    put(line, "delaySeconds", status.arrivals().delaySeconds());
    put(line, "jitterSeconds", status.arrivals().jitterSeconds());
    line.put("lostShare", status.lossFraction());
    line.put("frames", status.samples().frames());
    line.put("missing", status.samples().missing());
    ObjectNode dropped = line.putObject("dropped");
    status.samples().dropped().forEach((reason, count) -> dropped.put(reason.name(), count));
    status.warnings().forEach(line.putArray("warnings")::add);
    line.put("clockJumps", status.arrivals().clockJumps());
    return line;
  }

  /** JSON has no NaN; unknown values are null. */
  private static void put(ObjectNode line, String name, double value) {
    if (Double.isFinite(value)) {
      line.put(name, value);
    } else {
      line.putNull(name);
    }
  }

  private MocapException failure(MocapStatus status, String defaultMessage) {
    return new MocapException(
        Objects.requireNonNullElse(status.problem(), MocapProblem.SILENT),
        Objects.requireNonNullElse(status.message(), source + " " + defaultMessage));
  }

  private static double yaw(Pose p) {
    return Math.atan2(2 * (p.qw * p.qz + p.qx * p.qy), 1 - 2 * (p.qy * p.qy + p.qz * p.qz));
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
