package minitaur.controller.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.regex.Pattern;
import minitaur.controller.operator.OperatorCommand;

/**
 * A command sent by a page: {@code {"id": "...", "command": "reset-done", "request": 3}}.
 *
 * @param id identifies the press; a repeated id gets the same answer and acts once
 * @param command the command
 */
record CommandRequest(String id, OperatorCommand command) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  /** A malformed request; the message states the error. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /**
   * Parses the body of a request.
   *
   * @throws Malformed if it is not a valid command
   */
  static CommandRequest parse(String body) throws Malformed {
    JsonNode tree;
    try {
      tree = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Malformed("the body is not JSON");
    }
    if (tree == null || !tree.isObject()) {
      throw new Malformed("the body must be a JSON object");
    }
    String id = tree.path("id").asText("");
    if (!ID.matcher(id).matches()) {
      throw new Malformed("\"id\" must be 8 to 64 letters, digits or -");
    }
    return new CommandRequest(id, command(tree));
  }

  private static OperatorCommand command(JsonNode tree) throws Malformed {
    String name = tree.path("command").asText("");
    return switch (name) {
      case "stop" -> new OperatorCommand.Stop();
      case "release" -> new OperatorCommand.Release();
      case "pause" -> new OperatorCommand.Pause();
      case "resume" -> new OperatorCommand.Resume();
      case "reset-done" -> new OperatorCommand.ResetDone(answered(tree));
      case "confirm" -> new OperatorCommand.Confirm(answered(tree));
      case "cancel" -> new OperatorCommand.Cancel();
      case "push" -> new OperatorCommand.Push(impulse(tree, "forward"), impulse(tree, "left"));
      default ->
          throw new Malformed(
              "\"command\" must be one of stop, release, pause, resume, reset-done, confirm,"
                  + " cancel, push");
    };
  }

  private static double impulse(JsonNode tree, String name) throws Malformed {
    JsonNode impulse = tree.path(name);
    if (!impulse.isNumber()) {
      throw new Malformed("\"" + name + "\" must be the impulse in that direction, N s");
    }
    return impulse.asDouble();
  }

  private static long answered(JsonNode tree) throws Malformed {
    JsonNode request = tree.path("request");
    if (!request.isIntegralNumber() || !request.canConvertToLong()) {
      throw new Malformed("\"request\" must be the number of the request that is answered");
    }
    return request.asLong();
  }
}
