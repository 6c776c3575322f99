package minitaur.controller.cli;

/** The kinds of boards that are spoken to. */
public enum Board {
  /** Our own protocol, for self-flashed boards. */
  LINK,
  /** The Ghost mainboard's legacy protocol, r in radians. */
  GHOST,
  /** The Ghost mainboard's legacy protocol, r in metres. */
  GHOST_METRES,
  /** Eight moteus controllers behind one fdcanusb. */
  MOTEUS
}
