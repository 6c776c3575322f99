package minitaur.controller.verify;

import java.time.Instant;
import java.util.List;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.Surroundings;
import minitaur.controller.train.TrainingListener;

/**
 * The operator of a drill: sets the robot at its start whenever asked, until a fault shows; then
 * notes what is said of it, watches the robot for a while and ends the run.
 */
final class Attendant implements TrainingListener {
  private static final long LONGEST_NANOS = 120_000_000_000L;
  private static final int WATCHED_TICKS = 60;

  private final FaultyRig rig;
  private final OperatorChannel desk;
  private final boolean expectsFault;
  private String told = "";
  private int episodes;
  private int watched;

  /**
   * @param expectsFault whether the run is to end with the fault; else with its first episode
   */
  Attendant(FaultyRig rig, boolean expectsFault) {
    this.rig = rig;
    this.expectsFault = expectsFault;
    desk = new OperatorChannel(() -> Instant.ofEpochMilli(rig.clock().nanos() / 1_000_000));
  }

  Surroundings surroundings() {
    return new Surroundings(rig, desk, this::look);
  }

  /** What was said of the fault; empty while nothing was. */
  String told() {
    return told;
  }

  /** Episodes that ended. */
  int episodes() {
    return episodes;
  }

  boolean wantsToStop() {
    boolean seen = expectsFault ? watched > WATCHED_TICKS : episodes > 0;
    return seen || rig.clock().nanos() > LONGEST_NANOS;
  }

  private void look() {
    OperatorView view = desk.view();
    ResetRequest request = view.request();
    if (view.phase() == Phase.EMERGENCY_STOP) {
      if (isUsual(view.reason())) {
        desk.submit(new OperatorCommand.Release(), "drill");
      } else {
        hear(List.of(view.reason()));
      }
    } else if (request != null) {
      hear(request.objections());
    }
    if (!told.isEmpty()) {
      watched++;
    } else if (request != null && view.phase() == Phase.RESET_REQUESTED) {
      desk.submit(new OperatorCommand.ResetDone(request.number()), "drill");
    }
  }

  private void hear(List<String> said) {
    if (rig.isFaulty() && told.isEmpty()) {
      told = String.join("; ", said);
    }
  }

  /** A sound robot that learns strains its motors now and then. */
  private boolean isUsual(String reason) {
    return !rig.suffers(DeviceFault.MOTOR_BLOCKED)
        && reason.contains(new Truncation(Reason.MOTOR_STRAINED).describe());
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    episodes++;
    boolean usual =
        summary.fell()
            || (summary.end() instanceof Truncation truncation
                && truncation.reason() == Reason.TIME_LIMIT);
    if (!usual && !isUsual(summary.describeEnd())) {
      hear(List.of(summary.describeEnd()));
    }
  }

  @Override
  public void onStart(long steps) {}

  @Override
  public void onSteps(long steps, long updatesOwed, double temperature) {}

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {}
}
