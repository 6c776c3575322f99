package minitaur.sim.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Board end of a pseudo-terminal that can be disconnected and reconnected. Without an alias, the
 * path changes when it is reconnected.
 */
public final class ReconnectableTerminal implements SerialLink, FaultSchedule.Cable {
  private final @Nullable Path alias;
  private volatile @Nullable PseudoTerminal terminal;
  private volatile String path;

  /**
   * Opens the terminal, connected.
   *
   * @param alias symbolic link to create, for a stable path; null for none
   * @throws IOException if this system has no pseudo-terminals
   */
  public ReconnectableTerminal(@Nullable Path alias) throws IOException {
    this.alias = alias;
    PseudoTerminal first = PseudoTerminal.open(alias);
    terminal = first;
    path = first.path();
  }

  /** Path for the host to open; while disconnected, the last one. */
  public String path() {
    return path;
  }

  @Override
  public void disconnect() {
    PseudoTerminal open = terminal;
    terminal = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void reconnect() {
    if (terminal != null) {
      return;
    }
    try {
      PseudoTerminal reopened = PseudoTerminal.open(alias);
      path = reopened.path();
      terminal = reopened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read(byte[] bytes) throws SerialLinkException {
    PseudoTerminal open = terminal;
    return open == null ? 0 : open.read(bytes);
  }

  /** Bytes written while disconnected are discarded without an error, as on a real board. */
  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    PseudoTerminal open = terminal;
    return open == null || open.write(bytes, length);
  }

  @Override
  public void close() {
    disconnect();
  }
}
