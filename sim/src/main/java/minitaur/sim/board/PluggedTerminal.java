package minitaur.sim.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import org.jspecify.annotations.Nullable;

/**
 * The board's end of a pseudo-terminal whose plug can be pulled and put in again. Without an alias
 * it then has another path.
 */
public final class PluggedTerminal implements SerialLink, FaultSchedule.Plug {
  private final @Nullable Path alias;
  private volatile @Nullable PseudoTerminal terminal;
  private volatile String path;

  /**
   * Plugs in.
   *
   * @param alias a link to be made, so that the name is the same each time; null for none
   * @throws IOException when this system has no pseudo-terminals
   */
  public PluggedTerminal(@Nullable Path alias) throws IOException {
    this.alias = alias;
    PseudoTerminal first = PseudoTerminal.open(alias);
    terminal = first;
    path = first.path();
  }

  /** What a host opens, or could open before the plug was pulled. */
  public String path() {
    return path;
  }

  @Override
  public void pull() {
    PseudoTerminal open = terminal;
    terminal = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void putIn() {
    if (terminal != null) {
      return;
    }
    try {
      PseudoTerminal again = PseudoTerminal.open(alias);
      path = again.path();
      terminal = again;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read(byte[] bytes) throws SerialLinkException {
    PseudoTerminal open = terminal;
    return open == null ? 0 : open.read(bytes);
  }

  /** What is sent with the plug pulled goes nowhere, and no board notices. */
  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    PseudoTerminal open = terminal;
    return open == null || open.write(bytes, length);
  }

  @Override
  public void close() {
    pull();
  }
}
