package minitaur.hal.mocap.client;

/** Reason why there are no poses. */
public enum MocapProblem {
  /** The server's host name cannot be resolved. */
  UNKNOWN_HOST,
  /** There is no route to the server, or no response from it. */
  NO_ROUTE,
  /** The computer is reachable, but nothing listens on the port. */
  REFUSED,
  /** The service on the port uses another protocol. */
  WRONG_PORT,
  /** The server uses another version of the protocol. */
  WRONG_VERSION,
  /** The server does not know the body. */
  NO_SUCH_BODY,
  /** The server accepted the connection but sends nothing. */
  SILENT,
  /** Multicast frames do not arrive, or the interface does not exist. */
  WRONG_INTERFACE,
  /** The connection was lost. */
  LOST,
  /** The server knows the body but does not see it. */
  NOT_SEEN,
  /** Samples of the body arrive, but all of them are dropped. */
  DROPPED,
  /** Frames come from another computer than the configured one. */
  OTHER_SENDER
}
