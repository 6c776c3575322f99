package minitaur.controller.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON bodies of the protocol between collector and trainer, besides {@link TrainerReport};
 * docs/remote-training.md describes the protocol.
 */
final class TrainerMessages {
  /** Keys in snake case; null components are omitted and unknown keys ignored. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));

  private TrainerMessages() {}

  record JoinRequest(
      @JsonSetter(nulls = Nulls.AS_EMPTY) String robot,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> terms) {}

  /** The training that a collector has joined; its id is hexadecimal. */
  record JoinResponse(
      @JsonSetter(nulls = Nulls.FAIL) String run,
      @JsonSetter(nulls = Nulls.FAIL) String mode,
      int maximumSteps,
      boolean first) {}

  /**
   * State of a collector.
   *
   * @param robot its name
   * @param state human-readable activity
   * @param collected episodes finished by its process
   * @param waiting episodes in its spool
   * @param knowsEnd whether the trainer has reported that the training is over
   */
  record Heartbeat(
      @JsonSetter(nulls = Nulls.AS_EMPTY) String robot,
      @Nullable String state,
      long collected,
      long waiting,
      boolean knowsEnd) {}

  /** Request to end the quarantine of a robot, and its response. */
  record Release(@JsonSetter(nulls = Nulls.AS_EMPTY) String robot) {}

  /** Acknowledgment of an episode. */
  record Receipt(@Nullable String id, @Nullable String checksum) {}

  /** Error response; the differences are those between the terms of trainer and collector. */
  record Refusal(@Nullable String error, @Nullable List<String> differences) {}

  /**
   * Parses a body.
   *
   * @throws JsonProcessingException when it is not JSON or has values of wrong types
   */
  static <T> T read(byte[] body, Class<T> type) throws IOException {
    T value = JSON.readValue(body, type);
    if (value == null) {
      throw MismatchedInputException.from(null, type, "the body is null");
    }
    return value;
  }
}
