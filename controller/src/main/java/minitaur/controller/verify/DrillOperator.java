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
import minitaur.controller.train.RunContext;
import minitaur.controller.train.TrainingListener;

/**
 * Scripted operator of a drill: confirms every reset until a fault is reported, then continues the
 * run for a short time and ends it.
 */
final class DrillOperator implements TrainingListener {
  private static final long TIMEOUT_NANOS = 120_000_000_000L;
  private static final int OBSERVED_TICKS = 60;

  private final FaultySession session;
  private final OperatorChannel channel;
  private final boolean expectsFault;
  private String reported = "";
  private int episodes;
  private int observedTicks;

  /**
   * @param expectsFault whether the run ends after the fault; otherwise after its first episode
   */
  DrillOperator(FaultySession session, boolean expectsFault) {
    this.session = session;
    this.expectsFault = expectsFault;
    channel = new OperatorChannel(() -> Instant.ofEpochMilli(session.clock().nanos() / 1_000_000));
  }

  RunContext context() {
    return new RunContext(session, channel, this::poll);
  }

  /** The reported reason of the fault; empty until it is reported. */
  String reported() {
    return reported;
  }

  /** Number of finished episodes. */
  int episodes() {
    return episodes;
  }

  boolean shouldStop() {
    boolean done = expectsFault ? observedTicks > OBSERVED_TICKS : episodes > 0;
    return done || session.clock().nanos() > TIMEOUT_NANOS;
  }

  private void poll() {
    OperatorView view = channel.view();
    ResetRequest request = view.request();
    if (view.phase() == Phase.EMERGENCY_STOP) {
      if (isExpected(view.reason())) {
        channel.submit(new OperatorCommand.Release(), "drill");
      } else {
        reportFault(List.of(view.reason()));
      }
    } else if (request != null) {
      reportFault(request.rejectionReasons());
    }
    if (!reported.isEmpty()) {
      observedTicks++;
    } else if (request != null && view.phase() == Phase.RESET_REQUESTED) {
      channel.submit(new OperatorCommand.ResetDone(request.number()), "drill");
    }
  }

  private void reportFault(List<String> reasons) {
    if (session.isFaulty() && reported.isEmpty()) {
      reported = String.join("; ", reasons);
    }
  }

  /** Whether this is a motor overload by exploration, which occurs without a fault. */
  private boolean isExpected(String reason) {
    return !session.hasFault(DeviceFault.MOTOR_BLOCKED)
        && reason.contains(new Truncation(Reason.MOTOR_STRAINED).describe());
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    episodes++;
    boolean expected =
        summary.fell()
            || (summary.end() instanceof Truncation truncation
                && truncation.reason() == Reason.TIME_LIMIT);
    if (!expected && !isExpected(summary.describeEnd())) {
      reportFault(List.of(summary.describeEnd()));
    }
  }
}
