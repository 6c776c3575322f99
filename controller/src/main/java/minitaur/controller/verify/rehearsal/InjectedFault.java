package minitaur.controller.verify.rehearsal;

/** Injected faults. */
enum InjectedFault {
  KILL_COLLECTOR("kill -9 of the collector"),
  KILL_TRAINER("kill -9 of the trainer"),
  KILL_BOTH("kill -9 of both"),
  NETWORK_CUT("network cut"),
  NETWORK_SILENT("network silent"),
  NETWORK_SLOW("network slow"),
  NETWORK_NOISY("bits flipped on the network"),
  SENT_TWICE("episodes resent out of order"),
  SENT_DAMAGED("damaged episodes sent"),
  TRUNCATED_SPOOL("truncated files in the collector's spool"),
  TRUNCATED_INTAKE("truncated files in the trainer's intake"),
  DAMAGED_CHECKPOINT("damaged newest checkpoint");

  private final String text;

  InjectedFault(String text) {
    this.text = text;
  }

  /** Description. */
  String text() {
    return text;
  }
}
