package minitaur.hal.mocap.client;

/** Why there are no poses. */
public enum MocapProblem {
  /** The server's name means nothing to this computer. */
  UNKNOWN_HOST,
  /** No way leads to the server, or nothing answers there. */
  NO_ROUTE,
  /** The computer is there and nothing listens on the port. */
  REFUSED,
  /** Something listens on the port that speaks another language. */
  WRONG_PORT,
  /** The server speaks another version. */
  WRONG_VERSION,
  /** The server does not know the body. */
  NO_SUCH_BODY,
  /** The server accepted us and sends nothing. */
  SILENT,
  /** Multicast frames do not arrive, or the interface does not exist. */
  WRONG_INTERFACE,
  /** The connection ended. */
  LOST,
  /** The body is known and not seen. */
  NOT_SEEN,
  /** Samples of the body arrive, and all of them are dropped. */
  DROPPED,
  /** Frames come from another computer than the configured one. */
  OTHER_SENDER
}
