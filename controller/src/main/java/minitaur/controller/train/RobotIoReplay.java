package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.ReplayedSession;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.log.ReplayedRobot;
import minitaur.hal.log.RobotIoLogReader;
import minitaur.hal.log.RobotIoRecord;
import org.jspecify.annotations.Nullable;

/**
 * Re-runs the controller (supervisor, history, policy, action map) on the episodes of a robot I/O
 * log. The log does not contain the trunk's position, so truncations, such as leaving the lane or a
 * stop by the operator, are taken from the log.
 */
public final class RobotIoReplay {
  private final ControllerConfig config;
  private final Path log;
  private final Function<EpisodeNote.Begin, Policy> policies;

  private RobotIoReplay(
      ControllerConfig config, Path log, Function<EpisodeNote.Begin, Policy> policies) {
    this.config = config;
    this.log = log;
    this.policies = policies;
  }

  /**
   * A replayed episode.
   *
   * @param index index of the episode in its run
   * @param policyId id of the acting policy
   * @param steps number of replayed steps
   * @param differing number of commands that are not bit-identical to the recorded ones
   * @param firstDifference step of the first such command; -1 if there is none
   */
  public record Episode(int index, long policyId, int steps, long differing, int firstDifference) {}

  /**
   * Result of a replay.
   *
   * @param episodes in the order of the log
   * @param commands number of compared commands
   * @param missing number of recorded commands of complete episodes without a replayed counterpart
   * @param outsideEpisodes number of recorded commands between episodes, which are not compared
   * @param unfinished number of recorded commands of an episode without an end (from a killed
   *     process) that are not compared because their states are missing
   * @param maxDifference max difference of a motor target, rad; infinite where mode or gains differ
   * @param truncated whether the log ends within a chunk or an episode, for example because the
   *     process was killed
   */
  public record Result(
      List<Episode> episodes,
      long commands,
      long missing,
      long outsideEpisodes,
      long unfinished,
      double maxDifference,
      boolean truncated) {
    /** Number of commands that differ from the recorded ones. */
    public long differing() {
      return episodes.stream().mapToLong(Episode::differing).sum();
    }
  }

  /**
   * Replays the log of a training run.
   *
   * @param log file in the run directory, which contains the policies
   * @throws TrainingException if a policy is missing
   */
  public static Result ofRun(ControllerConfig config, Path log) throws IOException {
    Path directory = log.toAbsolutePath().getParent();
    RecordedPolicies behavior =
        new RecordedPolicies(
            config, RunDirectory.policies(directory == null ? Path.of(".") : directory));
    return new RobotIoReplay(config, log, behavior::of).run();
  }

  /** Replays the log of an evaluation. */
  public static Result ofEvaluation(ControllerConfig config, Path log, Path policy)
      throws IOException {
    Policy evaluated = StoredPolicies.deterministic(policy, config);
    return new RobotIoReplay(
            config,
            log,
            begin -> {
              if (!begin.behavior().isEmpty()) {
                throw rejection(
                    log
                        + ": is the log of a training run; omit --policy, because the policies are"
                        + " in the same directory");
              }
              return evaluated;
            })
        .run();
  }

  private static UncheckedIOException rejection(String message) {
    return new UncheckedIOException(new TrainingException(message));
  }

  private Result run() throws IOException {
    List<EpisodeNote> notes = notes();
    List<Episode> episodes = new ArrayList<>();
    try (RobotIoLogReader reader = new RobotIoLogReader(log)) {
      ReplayedRobot robot = new ReplayedRobot(reader);
      ReplayedSession session = new ReplayedSession(robot);
      int noteIndex = 0;
      long outsideEpisodes = 0;
      long unfinished = 0;
      boolean inEpisode = false;
      boolean hasEnd = true;
      while (true) {
        long before = robot.missingCommands();
        String text = robot.nextNote();
        long unanswered = robot.missingCommands() - before;
        outsideEpisodes += inEpisode ? 0 : unanswered;
        unfinished += inEpisode && !hasEnd ? unanswered : 0;
        if (text == null) {
          break;
        }
        EpisodeNote note = EpisodeNote.parse(text).orElse(null);
        if (note == null) {
          continue;
        }
        inEpisode = note instanceof EpisodeNote.Begin;
        if (note instanceof EpisodeNote.Begin begin) {
          EpisodeNote next = noteIndex + 1 < notes.size() ? notes.get(noteIndex + 1) : null;
          EpisodeNote.End end = next instanceof EpisodeNote.End found ? found : null;
          hasEnd = end != null;
          episodes.add(episode(session, robot, begin, end));
        }
        noteIndex++;
      }
      return new Result(
          episodes,
          robot.comparedCommands(),
          robot.missingCommands() - outsideEpisodes - unfinished,
          outsideEpisodes,
          unfinished,
          robot.maxDifference(),
          reader.isTruncated() || !hasEnd);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Episode episode(
      ReplayedSession session,
      ReplayedRobot robot,
      EpisodeNote.Begin begin,
      EpisodeNote.@Nullable End end) {
    Policy policy = policies.apply(begin);
    EpisodeLoop loop =
        EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, TransitionSink.NONE);
    long before = robot.differingCommands();
    int firstDifference = -1;
    loop.begin(begin.index());
    boolean running;
    do {
      if (end != null && end.reason().isPresent() && loop.steps() == end.steps()) {
        loop.requestEnd(end.reason().get());
      }
      int step = loop.steps();
      long differing = robot.differingCommands();
      running = loop.tick();
      if (firstDifference < 0 && robot.differingCommands() > differing) {
        firstDifference = step;
      }
    } while (running);
    int steps = loop.steps();
    loop.finish();
    return new Episode(
        begin.index(),
        begin.policyId(),
        steps,
        robot.differingCommands() - before,
        firstDifference);
  }

  /** All episode notes of the log, in order. */
  private List<EpisodeNote> notes() throws IOException {
    List<EpisodeNote> notes = new ArrayList<>();
    try (RobotIoLogReader reader = new RobotIoLogReader(log)) {
      RobotIoRecord record = new RobotIoRecord();
      while (reader.next(record)) {
        if (record.kind == RobotIoRecord.Kind.NOTE) {
          EpisodeNote.parse(record.note).ifPresent(notes::add);
        }
      }
    }
    return notes;
  }

  /** Supplies the policies of a training run's episodes, with their original noise. */
  private static final class RecordedPolicies {
    private final ControllerConfig config;
    private final Path directory;
    private final BehaviorPolicies policies;
    private final Map<Long, float[]> parameters = new HashMap<>();
    private long policyId;

    RecordedPolicies(ControllerConfig config, Path directory) {
      this.config = config;
      this.directory = directory;
      policies =
          new BehaviorPolicies(
              Backends.choose(config),
              config.learner().policySpec(WalkingTask.spec(config.task())),
              config.run().seed(),
              config.learner().randomSteps(),
              /* policySteps= */ 0,
              this::policy,
              policy -> {});
    }

    Policy of(EpisodeNote.Begin begin) {
      if (begin.behavior().isEmpty()) {
        throw rejection("This is the log of an evaluation; specify its policy with --policy.");
      }
      policyId = begin.policyId();
      try {
        policies.restore(new DataInputStream(new ByteArrayInputStream(begin.behaviorState())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return policies.get();
    }

    private PolicyParameters policy() {
      return new PolicyParameters(policyId, parameters.computeIfAbsent(policyId, this::parameters));
    }

    private float[] parameters(long id) {
      try {
        return StoredPolicies.matching(directory.resolve(id + ".safetensors"), config).parameters();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
