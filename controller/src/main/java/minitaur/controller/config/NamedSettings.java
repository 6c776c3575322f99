package minitaur.controller.config;

import java.util.List;

/**
 * One of several alternative settings, selected by the key {@code name} of their group. Each
 * alternative may have its own record type. A record with such a component implements {@link
 * ChoiceProvider}.
 */
public interface NamedSettings {
  /** Value of the key {@code name} that selects these settings. */
  String name();

  /** A record with a component of type {@link NamedSettings}. */
  interface ChoiceProvider {
    /** The default settings for each name. */
    List<? extends NamedSettings> choices();
  }
}
