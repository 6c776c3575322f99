package minitaur.controller.format.safetensors;

import java.io.IOException;

/** A file that is not safetensors, or does not hold what is asked of it. */
public final class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault of a file.
   *
   * @param name what the message calls the file
   */
  public SafetensorsException(String name, String problem) {
    super(name + ": " + problem);
  }
}
