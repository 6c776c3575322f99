package minitaur.controller.lifecycle;

import java.util.Set;
import minitaur.controller.operator.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transition table of the lifecycle phases. Every transition is checked here; one that the table
 * does not contain is rejected and logged.
 */
final class PhaseMachine {
  private static final Logger LOG = LoggerFactory.getLogger(PhaseMachine.class);
  private Phase phase = Phase.IDLE;

  /** Phases that may follow a phase, except for emergency stop and end of the run. */
  private static Set<Phase> successors(Phase from) {
    return switch (from) {
      case IDLE -> Set.of(Phase.ARMING, Phase.RESET_REQUESTED, Phase.PAUSED);
      case ARMING -> Set.of(Phase.STANDING, Phase.RESET_REQUESTED);
      case STANDING -> Set.of(Phase.RUNNING, Phase.RESET_REQUESTED);
      case RUNNING -> Set.of(Phase.ENDED);
      case ENDED -> Set.of(Phase.ARMING, Phase.STAND_UP, Phase.RESET_REQUESTED, Phase.PAUSED);
      case STAND_UP -> Set.of(Phase.ARMING, Phase.RESET_REQUESTED, Phase.PAUSED);
      case RESET_REQUESTED -> Set.of(Phase.RESET_CONFIRMED);
      case RESET_CONFIRMED -> Set.of(Phase.ARMING, Phase.RESET_REQUESTED, Phase.PAUSED);
      case PAUSED -> Set.of(Phase.ARMING, Phase.RESET_REQUESTED);
      case EMERGENCY_STOP -> Set.of(Phase.RESET_REQUESTED);
      case FINISHED -> Set.of();
    };
  }

  /** Whether the transition is allowed. */
  static boolean allows(Phase from, Phase to) {
    return switch (to) {
      case FINISHED -> from != Phase.FINISHED;
      // A running episode must end before the emergency stop, so that its data is kept.
      case EMERGENCY_STOP ->
          from != Phase.RUNNING && from != Phase.EMERGENCY_STOP && from != Phase.FINISHED;
      default -> successors(from).contains(to);
    };
  }

  Phase phase() {
    return phase;
  }

  /**
   * Enters a phase.
   *
   * @return whether the transition was allowed; otherwise nothing changes
   */
  boolean transitionTo(Phase to) {
    if (!allows(phase, to)) {
      LOG.error("Rejected transition from {} to {}.", phase, to);
      return false;
    }
    phase = to;
    return true;
  }
}
