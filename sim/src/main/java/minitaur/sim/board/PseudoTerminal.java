package minitaur.sim.board;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Linux pseudo-terminal. This link is the board's end; the host's end is a path that any program
 * can open like a serial port. Created through the C library with JNA; no other program is needed.
 */
public final class PseudoTerminal implements SerialLink {
  private static final int O_RDWR_NOCTTY = 2 | 0x100;
  private static final int F_SETFL = 4;
  private static final int O_NONBLOCK = 0x800;
  private static final int TCSANOW = 0;
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;
  private static final int MAX_NAME_BYTES = 128;

  /** Larger than any {@code struct termios}. */
  private static final int TERMIOS_BYTES = 256;

  private final CLibrary c;
  private final int boardDescriptor;
  private final int hostDescriptor;
  private final String path;
  private final @Nullable Path alias;
  private boolean closed;

  private PseudoTerminal(
      CLibrary c, int boardDescriptor, int hostDescriptor, String path, @Nullable Path alias) {
    this.c = c;
    this.boardDescriptor = boardDescriptor;
    this.hostDescriptor = hostDescriptor;
    this.path = path;
    this.alias = alias;
  }

  /** Opens a pseudo-terminal under the name that the system chooses. */
  public static PseudoTerminal open() throws IOException {
    return open(null);
  }

  /**
   * Opens a pseudo-terminal.
   *
   * @param alias symbolic link to create or replace, for a stable path; null for none
   * @throws IOException if none can be opened, with the reason
   */
  public static PseudoTerminal open(@Nullable Path alias) throws IOException {
    if (!Platform.isLinux()) {
      throw new IOException("pseudo-terminals are supported on Linux only");
    }
    if (alias != null
        && Files.exists(alias, LinkOption.NOFOLLOW_LINKS)
        && !Files.isSymbolicLink(alias)) {
      throw new IOException(
          "cannot replace " + alias + " by a link to a pseudo-terminal: it is not a symbolic link");
    }
    try {
      CLibrary c = Native.load("c", CLibrary.class);
      int boardDescriptor = require("posix_openpt", c.posix_openpt(O_RDWR_NOCTTY));
      require("grantpt", c.grantpt(boardDescriptor));
      require("unlockpt", c.unlockpt(boardDescriptor));
      byte[] name = new byte[MAX_NAME_BYTES];
      require("ptsname_r", -c.ptsname_r(boardDescriptor, name, new NativeLong(name.length)));
      String path = Native.toString(name);
      // Held open so that the line stays up while no host is connected; set to raw mode before any
      // host connects so that nothing is echoed.
      int hostDescriptor = require(path, c.open(path, O_RDWR_NOCTTY));
      try (Memory settings = new Memory(TERMIOS_BYTES)) {
        settings.clear();
        require("tcgetattr", c.tcgetattr(hostDescriptor, settings));
        c.cfmakeraw(settings);
        require("tcsetattr", c.tcsetattr(hostDescriptor, TCSANOW, settings));
      }
      require("fcntl", c.fcntl(boardDescriptor, F_SETFL, O_NONBLOCK));
      PseudoTerminal terminal = new PseudoTerminal(c, boardDescriptor, hostDescriptor, path, alias);
      if (alias != null) {
        terminal.linkFrom(alias);
      }
      return terminal;
    } catch (LinkageError e) {
      throw new IOException("JNA is unavailable: " + e.getMessage(), e);
    }
  }

  private void linkFrom(Path link) throws IOException {
    try {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(path));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Path for the host to open. */
  public String path() {
    return alias == null ? path : alias.toString();
  }

  @Override
  public int read(byte[] bytes) throws SerialLinkException {
    try {
      return c.read(boardDescriptor, bytes, new NativeLong(bytes.length)).intValue();
    } catch (LastErrorException e) {
      return zeroOrThrow(e);
    }
  }

  /** Does not block if the host does not read: bytes that do not fit are lost. */
  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    try {
      return c.write(boardDescriptor, bytes, new NativeLong(length)).intValue() == length;
    } catch (LastErrorException e) {
      return zeroOrThrow(e) > 0;
    }
  }

  /** Closes the terminal; a host that has it open loses the connection. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      c.close(hostDescriptor);
      c.close(boardDescriptor);
      // Another program may have replaced the link by its own.
      if (alias != null
          && Files.isSymbolicLink(alias)
          && Files.readSymbolicLink(alias).equals(Path.of(path))) {
        Files.delete(alias);
      }
    } catch (LastErrorException | IOException e) {
      // The system releases it when the process exits.
    }
  }

  private static int require(String function, int result) throws IOException {
    if (result < 0) {
      throw new IOException(
          "cannot open a pseudo-terminal: %s failed with error %d"
              .formatted(function, Native.getLastError()));
    }
    return result;
  }

  private int zeroOrThrow(LastErrorException e) throws SerialLinkException {
    if (e.getErrorCode() == EAGAIN || e.getErrorCode() == EINTR) {
      return 0;
    }
    throw new SerialLinkException(
        SerialLinkException.Kind.LOST, path + " was disconnected: " + e.getMessage());
  }

  /** Functions of the C library. */
  private interface CLibrary extends Library {
    int posix_openpt(int flags);

    int grantpt(int descriptor);

    int unlockpt(int descriptor);

    int ptsname_r(int descriptor, byte[] name, NativeLong length);

    int open(String path, int flags);

    int close(int descriptor) throws LastErrorException;

    int fcntl(int descriptor, int command, int argument);

    int tcgetattr(int descriptor, Memory settings);

    void cfmakeraw(Memory settings);

    int tcsetattr(int descriptor, int when, Memory settings);

    NativeLong read(int descriptor, byte[] bytes, NativeLong length) throws LastErrorException;

    NativeLong write(int descriptor, byte[] bytes, NativeLong length) throws LastErrorException;
  }
}
