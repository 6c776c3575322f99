package minitaur.hal.mocap.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.hal.Text;
import minitaur.hal.mocap.DropCounts;
import minitaur.hal.mocap.DropReason;
import org.jspecify.annotations.Nullable;

/** Diagnoses problems of a pose stream and states cause and remedy for the operator. */
public final class MocapDiagnostics {
  private static final double MAX_DROPPED_FRACTION = 0.02;
  private static final double MAX_DELAY_SECONDS = 0.05;
  private static final double MAX_JITTER_SECONDS = 0.01;
  private static final double MIN_DELAY_SECONDS = -0.001;
  private static final double MIN_RATE_HZ = 50;

  /** Min number of samples for a meaningful percentage. */
  private static final int MIN_SAMPLES = 100;

  private static final long SILENCE_NANOS = 1_000_000_000;

  /** Less than the time after which the safety supervisor ends an episode without poses. */
  private static final long DROPPING_NANOS = 200_000_000;

  private MocapDiagnostics() {}

  /**
   * Why a server that sends data provides no poses of the body; null if it provides them.
   *
   * @param now current time, on the clock of the poses
   */
  static @Nullable MocapException findError(
      String server, String body, PoseReceiver poseReceiver, long now) {
    if (!poseReceiver.isBodyKnown()) {
      return noSuchBodyError(server, body, poseReceiver.bodies());
    }
    if (now - poseReceiver.lastSampleNanos() > SILENCE_NANOS) {
      return new MocapException(
          MocapProblem.SILENT,
          "%s lists the body '%s' but sends no frames of it; check that it is measuring",
          server,
          body);
    }
    long sincePose = now - poseReceiver.lastPoseNanos();
    boolean dropping = sincePose > DROPPING_NANOS && isDropping(poseReceiver.validator().drops());
    return dropping || sincePose > SILENCE_NANOS
        ? noPosesError(server, body, poseReceiver.validator())
        : null;
  }

  /**
   * Reasons that recently dropped more than 2 % of the samples, with percentage and remedy, one
   * sentence each.
   *
   * @param body name of the body
   */
  public static List<String> dropWarnings(String body, DropCounts drops) {
    List<String> warnings = new ArrayList<>();
    int samples = drops.recentSamples();
    for (DropReason reason : DropReason.values()) {
      long count = drops.recent(reason);
      if (!reason.isRegular() && samples >= MIN_SAMPLES && count > MAX_DROPPED_FRACTION * samples) {
        warnings.add(
            reason.isSample()
                ? Text.of(
                    "%.1f %% of the last %d samples of '%s' are dropped: %s; %s",
                    100.0 * count / samples, samples, body, reason.text(), reason.remedy())
                : Text.of("%d %s were ignored; %s", count, reason.text(), reason.remedy()));
      }
    }
    return warnings;
  }

  /** Problems of a stream that provides poses; empty if there are none. */
  static List<String> warnings(MocapConfig config, PoseReceiver poseReceiver) {
    List<String> warnings = new ArrayList<>();
    SampleValidator validator = poseReceiver.validator();
    ArrivalStatistics arrivals = poseReceiver.arrivals();
    String server = config.describeServer();
    FrameClock frames = validator.frameClock();
    if (frames.isCoarse()) {
      warnings.add(
          Text.of(
              "the time stamps of %s advance in steps of %.1f ms, coarser than or uneven against"
                  + " the frame interval of %.1f ms; capture times are counted in frames of the"
                  + " measured interval instead. Remedy: a server with a finer clock",
              server, frames.stepNanos() * 1e-6, frames.intervalNanos() * 1e-6));
    }
    warnings.addAll(dropWarnings(String.valueOf(config.body()), validator.drops()));
    long totalFrames = poseReceiver.frames() + validator.missing();
    if (totalFrames >= MIN_SAMPLES && validator.missing() > MAX_DROPPED_FRACTION * totalFrames) {
      warnings.add(
          Text.of(
              "%.1f %% of the frames of %s never arrived; connect by cable, and check the load of"
                  + " both computers",
              100.0 * validator.missing() / totalFrames, server));
    }
    if (arrivals.delaySeconds() > MAX_DELAY_SECONDS) {
      warnings.add(
          Text.of(
              "the poses of %s are %.0f ms old on arrival, more than %.0f; switch off smoothing and"
                  + " buffering in its software, and connect by cable",
              server, arrivals.delaySeconds() * 1e3, MAX_DELAY_SECONDS * 1e3));
    }
    if (arrivals.delaySeconds() < MIN_DELAY_SECONDS) {
      warnings.add(
          Text.of(
              "the poses of %s are captured %.1f ms after they arrive; its time stamps and its"
                  + " clock disagree, or mocap.shortestDelay is too short",
              server, -arrivals.delaySeconds() * 1e3));
    }
    if (arrivals.jitterSeconds() > MAX_JITTER_SECONDS) {
      warnings.add(
          Text.of(
              "the delay of %s varies by %.0f ms, more than %.0f; connect by cable, and check the"
                  + " load of both computers",
              server, arrivals.jitterSeconds() * 1e3, MAX_JITTER_SECONDS * 1e3));
    }
    if (arrivals.rateHz() < MIN_RATE_HZ) {
      warnings.add(
          Text.of(
              "%s sends %.0f frames/s, fewer than the %.0f control steps; raise its frame rate",
              server, arrivals.rateHz(), MIN_RATE_HZ));
    }
    return warnings;
  }

  /** Error for a body that the server does not have. */
  private static MocapException noSuchBodyError(String server, String body, List<String> bodies) {
    if (bodies.isEmpty()) {
      return new MocapException(
          MocapProblem.NO_SUCH_BODY,
          "%s has no body '%s'; it has none yet: create a rigid body in its software and enable"
              + " its streaming",
          server,
          body);
    }
    String similar = similarBody(body, bodies);
    return new MocapException(
        MocapProblem.NO_SUCH_BODY,
        "%s has no body '%s'; it has %s%s",
        server,
        body,
        bodies.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")),
        similar == null
            ? ""
            : ". Did you mean '%s'? It differs only by white space or case".formatted(similar));
  }

  /** The body that differs from {@code body} only by white space or case; null for none. */
  private static @Nullable String similarBody(String body, List<String> bodies) {
    return bodies.stream()
        .filter(name -> normalizedName(name).equals(normalizedName(body)))
        .findFirst()
        .orElse(null);
  }

  private static String normalizedName(String name) {
    return name.replaceAll("[\\s\\p{Z}\\p{C}_-]+", "").toLowerCase(Locale.ROOT);
  }

  /** Whether samples were dropped since the last pose, other than in regular operation. */
  private static boolean isDropping(DropCounts drops) {
    for (DropReason reason : DropReason.values()) {
      if (reason.isSample() && !reason.isRegular() && drops.sinceAccepted(reason) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Error for samples of the body of which none becomes a pose. */
  private static MocapException noPosesError(
      String server, String body, SampleValidator validator) {
    DropCounts drops = validator.drops();
    List<DropReason> reasons =
        Stream.of(DropReason.values())
            .filter(reason -> reason.isSample() && drops.sinceAccepted(reason) > 0)
            .sorted(Comparator.comparingLong(drops::sinceAccepted).reversed())
            .toList();
    if (reasons.isEmpty()) {
      return new MocapException(
          MocapProblem.SILENT,
          "%s sends no poses of the body '%s'; check that it is measuring",
          server,
          body);
    }
    DropReason mainReason = reasons.get(0);
    if (mainReason == DropReason.NOT_TRACKED) {
      return new MocapException(
          MocapProblem.NOT_SEEN,
          "%s does not see the body '%s' (%d samples); %s",
          server,
          body,
          drops.sinceAccepted(mainReason),
          mainReason.remedy());
    }
    if (mainReason == DropReason.FROZEN) {
      return new MocapException(
          MocapProblem.NOT_SEEN,
          "%s repeats the same pose of the body '%s' (%d samples), which means that it does not"
              + " see the body; %s",
          server,
          body,
          drops.sinceAccepted(mainReason),
          mainReason.remedy());
    }
    String counts =
        reasons.stream()
            .map(reason -> drops.sinceAccepted(reason) + " " + reason.text())
            .collect(Collectors.joining(", "));
    return new MocapException(
        MocapProblem.DROPPED,
        "%s sends samples of the body '%s', but all are dropped since the last pose: %s%s; %s",
        server,
        body,
        counts,
        mainReason == DropReason.IMPLAUSIBLE ? unitHint(validator.implausibleMetres()) : "",
        mainReason.remedy());
  }

  /** Names the unit that would make the coordinate plausible. */
  private static String unitHint(double metres) {
    return Text.of(
        " (a coordinate of %.1f m; it seems to send %s)",
        metres, metres >= 100 ? "millimeters" : "centimeters");
  }
}
