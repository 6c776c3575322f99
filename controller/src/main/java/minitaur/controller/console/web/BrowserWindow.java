package minitaur.controller.console.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a browser window on this computer. */
final class BrowserWindow {
  private BrowserWindow() {}

  /**
   * Opens a URL. The URL contains the token, so it is passed in a file that only this user can
   * read, not on the command line, which every user can read.
   *
   * @throws IOException if the file cannot be written or the browser command cannot be run
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
