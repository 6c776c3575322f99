package minitaur.controller.remote;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The robots that have contacted a trainer since its start: last contact, contribution and
 * quarantine state. Thread-safe.
 */
final class CollectorRegistry {
  /** Number of distinct rejected episodes after which a robot is quarantined. */
  static final int MAX_REJECTED = 3;

  private static final int MAX_ROBOTS = 1000;

  /** Max length of a collector's human-readable state. */
  private static final int MAX_STATE_LENGTH = 200;

  private static final long NEVER = Long.MIN_VALUE;

  private final Clock clock;
  private final Map<String, Robot> robots = new TreeMap<>();

  /** State of one robot. */
  private static final class Robot {
    long contactNanos;
    String state = "joined";
    long collected;
    long waiting;
    boolean knowsEnd;
    long episodes;
    long steps;
    long lastEpisodeNanos = NEVER;
    long policyLagUpdates;

    /** Random number of the collector process that sent the last episode; see {@link EpisodeId}. */
    long collector;

    final Set<Long> earlierCollectors = new HashSet<>();
    boolean isShared;
    final Set<EpisodeId> rejected = new HashSet<>();
    @Nullable String quarantine;
  }

  CollectorRegistry(Clock clock) {
    this.clock = clock;
  }

  /** Replaces characters that a terminal could interpret by a question mark. */
  static String printable(String text) {
    return text.replaceAll("[^\\p{Print}\\p{L}]", "?");
  }

  private void update(String name, Consumer<Robot> update) {
    Robot robot = robots.get(printable(name));
    if (robot == null && robots.size() < MAX_ROBOTS) {
      robot = new Robot();
      robots.put(printable(name), robot);
    }
    if (robot != null) {
      robot.contactNanos = clock.nanos();
      update.accept(robot);
    }
  }

  /** Records a heartbeat of a collector; its values may be invalid. */
  synchronized void recordHeartbeat(TrainerMessages.Heartbeat heartbeat) {
    String state = printable(Objects.requireNonNullElse(heartbeat.state(), "?"));
    update(
        heartbeat.robot(),
        robot -> {
          robot.state = state.substring(0, Math.min(state.length(), MAX_STATE_LENGTH));
          robot.collected = Math.max(0, heartbeat.collected());
          robot.waiting = Math.max(0, heartbeat.waiting());
          robot.knowsEnd = heartbeat.knowsEnd();
        });
  }

  /**
   * Records an accepted episode.
   *
   * @param policyLagUpdates updates between the policy that acted and the newest one
   */
  synchronized void recordAccepted(String name, long steps, long policyLagUpdates) {
    update(
        name,
        robot -> {
          robot.episodes++;
          robot.steps += steps;
          robot.lastEpisodeNanos = robot.contactNanos;
          robot.policyLagUpdates = policyLagUpdates;
        });
  }

  /**
   * Whether an accepted episode shows for the first time that two collectors use the name of its
   * robot: its collector sent episodes before another one did, and a collector that was restarted
   * does not return.
   */
  synchronized boolean noticesSharedName(String name, EpisodeId id) {
    Robot robot = robots.get(printable(name));
    if (robot == null || robot.isShared || robot.collector == id.collector()) {
      return false;
    }
    robot.isShared = robot.earlierCollectors.contains(id.collector());
    robot.earlierCollectors.add(robot.collector);
    robot.collector = id.collector();
    return robot.isShared;
  }

  /**
   * Records an episode that was rejected as implausible or conflicting. Its collector sends it
   * again, but each id counts once.
   *
   * @return whether this rejection quarantined the robot
   */
  synchronized boolean recordRejected(String name, EpisodeId id, String reason) {
    boolean[] quarantined = new boolean[1];
    update(
        name,
        robot -> {
          boolean isNew = robot.rejected.size() < MAX_REJECTED && robot.rejected.add(id);
          if (isNew && robot.rejected.size() == MAX_REJECTED) {
            robot.quarantine = reason;
            quarantined[0] = true;
          }
        });
    return quarantined[0];
  }

  /** Reason of a robot's quarantine; null when it is not quarantined. */
  synchronized @Nullable String quarantine(String name) {
    Robot robot = robots.get(printable(name));
    return robot == null ? null : robot.quarantine;
  }

  /**
   * Ends the quarantine of a robot.
   *
   * @return whether it was quarantined
   */
  synchronized boolean release(String name) {
    Robot robot = robots.get(printable(name));
    if (robot == null || robot.quarantine == null) {
      return false;
    }
    robot.quarantine = null;
    robot.rejected.clear();
    return true;
  }

  /**
   * Whether every collector seen in the last {@code nanos} has acknowledged that the training is
   * over; quarantined robots are ignored.
   */
  synchronized boolean allAcknowledgedEnd(long nanos) {
    long cutoffNanos = clock.nanos() - nanos;
    return robots.values().stream()
        .allMatch(
            each -> each.knowsEnd || each.quarantine != null || each.contactNanos < cutoffNanos);
  }

  /** State of each robot. */
  synchronized List<TrainerReport.Collector> report() {
    long now = clock.nanos();
    long steps = robots.values().stream().mapToLong(each -> each.steps).sum();
    return robots.entrySet().stream()
        .map(entry -> report(entry.getKey(), entry.getValue(), now, steps))
        .toList();
  }

  private static TrainerReport.Collector report(String name, Robot robot, long now, long allSteps) {
    boolean hasSent = robot.lastEpisodeNanos != NEVER;
    return new TrainerReport.Collector(
        name,
        new TrainerReport.Activity(
            robot.state, robot.collected, robot.waiting, seconds(now - robot.contactNanos)),
        new TrainerReport.Contribution(
            robot.episodes,
            robot.steps,
            allSteps == 0 ? 0.0 : (double) robot.steps / allSteps,
            hasSent ? seconds(now - robot.lastEpisodeNanos) : null,
            hasSent ? robot.policyLagUpdates : null),
        robot.rejected.size(),
        robot.quarantine);
  }

  private static long seconds(long nanos) {
    return nanos / 1_000_000_000L;
  }
}
