package minitaur.controller.life;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import minitaur.controller.operator.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which phase may follow which, as a table. Every move goes through here; one that the table does
 * not hold is refused and logged.
 */
final class PhaseMachine {
  private static final Logger LOG = LoggerFactory.getLogger(PhaseMachine.class);
  private static final Map<Phase, Set<Phase>> ALLOWED = allowed();

  private Phase phase = Phase.IDLE;

  private static Map<Phase, Set<Phase>> allowed() {
    Map<Phase, Set<Phase>> moves = new EnumMap<>(Phase.class);
    moves.put(Phase.IDLE, EnumSet.of(Phase.ARMING, Phase.RESET_REQUESTED, Phase.PAUSED));
    moves.put(Phase.ARMING, EnumSet.of(Phase.STANDING, Phase.RESET_REQUESTED));
    moves.put(Phase.STANDING, EnumSet.of(Phase.RUNNING, Phase.RESET_REQUESTED));
    moves.put(Phase.RUNNING, EnumSet.of(Phase.ENDED));
    moves.put(
        Phase.ENDED, EnumSet.of(Phase.ARMING, Phase.STAND_UP, Phase.RESET_REQUESTED, Phase.PAUSED));
    moves.put(Phase.STAND_UP, EnumSet.of(Phase.ARMING, Phase.RESET_REQUESTED, Phase.PAUSED));
    moves.put(Phase.RESET_REQUESTED, EnumSet.of(Phase.RESET_CONFIRMED));
    moves.put(Phase.RESET_CONFIRMED, EnumSet.of(Phase.ARMING, Phase.RESET_REQUESTED, Phase.PAUSED));
    moves.put(Phase.PAUSED, EnumSet.of(Phase.ARMING, Phase.RESET_REQUESTED));
    moves.put(Phase.EMERGENCY_STOP, EnumSet.of(Phase.RESET_REQUESTED));
    moves.put(Phase.FINISHED, EnumSet.noneOf(Phase.class));
    for (Phase from : Phase.values()) {
      if (from != Phase.FINISHED) {
        moves.get(from).add(Phase.FINISHED);
      }
      // An episode that is stopped ends first, so that what it learnt is kept.
      if (from != Phase.FINISHED && from != Phase.RUNNING && from != Phase.EMERGENCY_STOP) {
        moves.get(from).add(Phase.EMERGENCY_STOP);
      }
    }
    return moves;
  }

  /** Whether the table holds this move. */
  static boolean allows(Phase from, Phase to) {
    return ALLOWED.getOrDefault(from, Set.of()).contains(to);
  }

  Phase phase() {
    return phase;
  }

  /**
   * Moves on.
   *
   * @return whether the move was allowed; else nothing changes
   */
  boolean move(Phase to) {
    if (!allows(phase, to)) {
      LOG.error("Refused to go from {} to {}: no such move.", phase, to);
      return false;
    }
    phase = to;
    return true;
  }
}
