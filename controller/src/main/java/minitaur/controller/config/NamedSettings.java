package minitaur.controller.config;

import java.util.List;

/**
 * Settings that are one of several, chosen by the key {@code name} of their group. Each may be a
 * record type of its own. The record that has such a component is a {@link Chooser}.
 */
public interface NamedSettings {
  /** Value of the key {@code name} that chooses these settings. */
  String name();

  /** A record with a component of {@link NamedSettings}. */
  interface Chooser {
    /** The default settings under each name. */
    List<? extends NamedSettings> choices();
  }
}
