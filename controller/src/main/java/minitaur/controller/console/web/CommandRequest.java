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
  private static final String REQUEST = "number of the request that is answered";
  private static final String VERSION = "version of the view that the operator saw";
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  /** A malformed request; the message states the error. */
  static final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRequestException(String message) {
      super(message);
    }
  }

  /**
   * Parses the body of a request.
   *
   * @throws MalformedRequestException if it is not a valid command
   */
  static CommandRequest parse(String body) throws MalformedRequestException {
    JsonNode tree;
    try {
      tree = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new MalformedRequestException("the body is not JSON");
    }
    if (tree == null || !tree.isObject()) {
      throw new MalformedRequestException("the body must be a JSON object");
    }
    String id = tree.path("id").asText("");
    if (!ID.matcher(id).matches()) {
      throw new MalformedRequestException("\"id\" must be 8 to 64 letters, digits or -");
    }
    return new CommandRequest(id, command(tree));
  }

  private static OperatorCommand command(JsonNode tree) throws MalformedRequestException {
    String name = tree.path("command").asText("");
    return switch (name) {
      case "stop" -> new OperatorCommand.Stop();
      case "release" -> new OperatorCommand.Release(number(tree, "version", VERSION));
      case "pause" -> new OperatorCommand.Pause();
      case "resume" -> new OperatorCommand.Resume(number(tree, "version", VERSION));
      case "reset-done" -> new OperatorCommand.ResetDone(number(tree, "request", REQUEST));
      case "confirm" -> new OperatorCommand.Confirm(number(tree, "request", REQUEST));
      case "cancel" -> new OperatorCommand.Cancel();
      case "push" -> new OperatorCommand.Push(impulse(tree, "forward"), impulse(tree, "left"));
      default ->
          throw new MalformedRequestException(
              "\"command\" must be one of stop, release, pause, resume, reset-done, confirm,"
                  + " cancel, push");
    };
  }

  private static double impulse(JsonNode tree, String name) throws MalformedRequestException {
    JsonNode impulse = tree.path(name);
    if (!impulse.isNumber()) {
      throw new MalformedRequestException(
          "\"" + name + "\" must be the impulse in that direction, N s");
    }
    return impulse.asDouble();
  }

  private static long number(JsonNode tree, String name, String description)
      throws MalformedRequestException {
    JsonNode number = tree.path(name);
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new MalformedRequestException("\"" + name + "\" must be the " + description);
    }
    return number.asLong();
  }
}
