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
  private final Cable cable;
  private long startNanos = Long.MIN_VALUE;
  private int next;

  /** The cable between board and host. */
  public interface Cable {
    /** Disconnects the cable. */
    void disconnect();

    /** Reconnects the cable. */
    void reconnect();
  }

  /**
   * @param faults faults in any order. Not modified.
   */
  public FaultSchedule(List<ScheduledFault> faults, Cable cable) {
    this.faults = new ArrayList<>(faults);
    this.faults.sort(Comparator.comparingDouble(ScheduledFault::seconds));
    this.cable = cable;
  }

  @Override
  public void accept(EmulatedBoard board) {
    if (startNanos == Long.MIN_VALUE) {
      startNanos = board.timeNanos();
    }
    while (next < faults.size()
        && board.timeNanos() - startNanos >= faults.get(next).seconds() * 1e9) {
      inject(faults.get(next), board);
      next++;
    }
  }

  private void inject(ScheduledFault fault, EmulatedBoard board) {
    switch (fault.kind()) {
      case SILENT -> board.setTxDisabled(true);
      case SPEAKING -> board.setTxDisabled(false);
      case UNPLUG -> cable.disconnect();
      case REPLUG -> cable.reconnect();
      case REBOOT -> board.reboot();
      case IMU_SILENT -> board.setImuDisabled(true);
      case ENCODERS_SILENT -> board.setEncodersDisabled(true);
      case ENCODER_STUCK -> board.freezeEncoder(Objects.requireNonNull(fault.motor()));
      case ENCODER_ABSURD -> board.randomizeEncoder(Objects.requireNonNull(fault.motor()));
      case CLEAR -> board.clearFaults();
    }
  }
}
