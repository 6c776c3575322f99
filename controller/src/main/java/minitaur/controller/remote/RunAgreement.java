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
 * What a collector and a trainer must have in common, so that the steps of one mean to the other
 * what they were.
 *
 * @param terms by name; for settings the key
 */
public record RunAgreement(Map<String, String> terms) {
  /** Version of the messages between collector and trainer. */
  public static final String PROTOCOL = "2";

  private static final List<String> GROUPS = List.of("task", "safety");

  /** Keeps a copy. */
  public RunAgreement {
    terms = Map.copyOf(terms);
  }

  /**
   * What a configuration means for the other side.
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
    terms.put("past steps in a state", Integer.toString(ObservationLayout.PAST));
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
   * How another side differs, a line each for people; empty when there is agreement.
   *
   * @param other what the other side says
   * @param here what to call this side
   * @param there what to call the other side
   */
  public List<String> differences(RunAgreement other, String here, String there) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(terms.keySet());
    names.addAll(other.terms.keySet());
    for (String name : names) {
      String mine = terms.getOrDefault(name, "nothing");
      String theirs = other.terms.getOrDefault(name, "nothing");
      if (!mine.equals(theirs)) {
        lines.add(name + " is " + mine + " " + here + " and " + theirs + " " + there);
      }
    }
    return lines;
  }
}
