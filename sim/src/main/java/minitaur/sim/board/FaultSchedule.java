package minitaur.sim.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Injects faults into an emulated board at scheduled times. Called by the board's thread as time
 * advances.
 */
public final class FaultSchedule implements Consumer<EmulatedBoard> {
  private final List<ScheduledFault> faults;
  private final Plug plug;
  private long startNanos = Long.MIN_VALUE;
  private int next;

  /** The cable between board and host. */
  public interface Plug {
    /** Disconnects the cable. */
    void pull();

    /** Reconnects the cable. */
    void putIn();
  }

  /**
   * @param faults faults in any order. Not modified.
   */
  public FaultSchedule(List<ScheduledFault> faults, Plug plug) {
    this.faults = new ArrayList<>(faults);
    this.faults.sort(Comparator.comparingDouble(ScheduledFault::seconds));
    this.plug = plug;
  }

  @Override
  public void accept(EmulatedBoard board) {
    if (startNanos == Long.MIN_VALUE) {
      startNanos = board.timeNanos();
    }
    while (next < faults.size()
        && board.timeNanos() - startNanos >= faults.get(next).seconds() * 1e9) {
      happen(faults.get(next), board);
      next++;
    }
  }

  private void happen(ScheduledFault fault, EmulatedBoard board) {
    switch (fault.kind()) {
      case SILENT -> board.setSilent(true);
      case SPEAKING -> board.setSilent(false);
      case UNPLUG -> plug.pull();
      case REPLUG -> plug.putIn();
      case REBOOT -> board.reboot();
      case IMU_SILENT -> board.setInertialSilent(true);
      case ENCODER_STUCK -> board.stickEncoder(Objects.requireNonNull(fault.motor()));
      case ENCODER_ABSURD -> board.confuseEncoder(Objects.requireNonNull(fault.motor()));
      case CLEAR -> board.clearFaults();
    }
  }
}
