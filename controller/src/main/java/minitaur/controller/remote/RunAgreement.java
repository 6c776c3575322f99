package minitaur.controller.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;

/**
 * Terms that a collector and a trainer must have in common for the collector's transitions to be
 * valid for the trainer.
 *
 * @param terms value by name; the name of a setting is its key
 */
public record RunAgreement(Map<String, String> terms) {
  /** Version of the protocol between collector and trainer. */
  public static final String PROTOCOL = "2";

  private static final List<String> GROUPS = List.of("task", "safety");

  /** Copies the map. */
  public RunAgreement {
    terms = Map.copyOf(terms);
  }

  /**
   * The terms of a configuration.
   *
   * @param version of the program
   */
  public static RunAgreement of(ControllerConfig config, String version) {
    Map<String, String> terms = new TreeMap<>();
    terms.put("protocol", PROTOCOL);
    terms.put("program", version);
    terms.put("episode format", Integer.toString(EpisodeLayout.VERSION));
    terms.put("observation layout", String.join(",", ObservationLayout.observationNames()));
    terms.put("action layout", String.join(",", ObservationLayout.actionNames()));
    terms.put("past steps in a state", Integer.toString(ObservationLayout.HISTORY_LENGTH));
    try {
      JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(ConfigWriter.write(config));
      for (String group : GROUPS) {
        add(group, tree.get(group), terms);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration's own text cannot be read", e);
    }
    return new RunAgreement(terms);
  }

  private static void add(String path, JsonNode node, Map<String, String> terms) {
    if (node.isObject()) {
      node.properties().forEach(f -> add(path + "." + f.getKey(), f.getValue(), terms));
    } else {
      terms.put(path, node.asText());
    }
  }

  /**
   * Lists the differences to another side's terms, one human-readable line each; empty when they
   * agree.
   *
   * @param other terms of the other side
   * @param ownSide phrase for this side in the text, such as "at the trainer"
   * @param otherSide phrase for the other side in the text
   */
  public List<String> differences(RunAgreement other, String ownSide, String otherSide) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(terms.keySet());
    names.addAll(other.terms.keySet());
    for (String name : names) {
      String ownValue = terms.getOrDefault(name, "nothing");
      String otherValue = other.terms.getOrDefault(name, "nothing");
      if (!ownValue.equals(otherValue)) {
        lines.add(
            name + " is " + ownValue + " " + ownSide + " and " + otherValue + " " + otherSide);
      }
    }
    return lines;
  }
}
