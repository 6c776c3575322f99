package minitaur.controller.verify.rehearsal;

/** What can go wrong. */
enum Disturbance {
  KILL_COLLECTOR("kill -9 of the collector"),
  KILL_TRAINER("kill -9 of the trainer"),
  KILL_BOTH("kill -9 of both"),
  NETWORK_CUT("network cut"),
  NETWORK_SILENT("network silent"),
  NETWORK_SLOW("network slow"),
  NETWORK_NOISY("bits turned on the network"),
  SENT_TWICE("episodes sent again, out of order"),
  SENT_DAMAGED("damaged episodes sent"),
  TORN_SPOOL("torn files in the collector's spool"),
  TORN_INTAKE("torn files in the trainer's intake"),
  DAMAGED_CHECKPOINT("damaged newest checkpoint");

  private final String words;

  Disturbance(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }
}
