package minitaur.controller.console.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a browser window on this computer. */
final class BrowserWindow {
  private BrowserWindow() {}

  /**
   * Opens an address. It goes through a file that only this user can read, because every user can
   * read a command line, and the address holds the token.
   *
   * @throws IOException with words for people when there is nothing that opens it
   */
  static void open(String url) throws IOException {
    Path file = Files.createTempFile("minitaur-", ".html");
    file.toFile().deleteOnExit();
    Files.writeString(file, "<meta http-equiv=\"refresh\" content=\"0;url=" + url + "\">\n");
    String command = System.getProperty("os.name", "").startsWith("Mac") ? "open" : "xdg-open";
    try {
      new ProcessBuilder(command, file.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new IOException(command + " cannot be run", e);
    }
  }
}
