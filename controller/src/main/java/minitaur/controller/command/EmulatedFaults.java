package minitaur.controller.command;

import java.util.List;
import minitaur.sim.board.LineFaults;
import minitaur.sim.board.ScheduledFault;

/**
 * What shall go wrong with an emulated board.
 *
 * @param line with its bytes, again and again
 * @param schedule with the board, once each
 * @param protocolVersion of minitaur-link that it speaks
 */
public record EmulatedFaults(LineFaults line, List<ScheduledFault> schedule, int protocolVersion) {
  /** Keeps a copy. */
  public EmulatedFaults {
    schedule = List.copyOf(schedule);
  }

  /** Whether the board's plug is pulled at some time. */
  public boolean unplugs() {
    return schedule.stream().anyMatch(fault -> fault.kind() == ScheduledFault.Kind.UNPLUG);
  }
}
