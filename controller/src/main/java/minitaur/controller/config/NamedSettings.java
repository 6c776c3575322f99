package minitaur.controller.config;

/**
 * Settings whose keys depend on the key {@code name} of their section: a record type for each name.
 */
public interface NamedSettings {
  /** The section's {@code name} that stands for this type of settings. */
  String name();
}
