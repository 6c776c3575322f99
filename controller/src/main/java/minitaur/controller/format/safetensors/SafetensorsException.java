package minitaur.controller.format.safetensors;

import java.io.IOException;

/** Thrown when a file is not valid safetensors or does not contain a required entry. */
public final class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an error of a file.
   *
   * @param name name of the file in the message
   */
  public SafetensorsException(String name, String problem) {
    super(name + ": " + problem);
  }
}
