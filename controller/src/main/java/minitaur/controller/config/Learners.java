package minitaur.controller.config;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The settings that the section {@code learner} can choose from. */
final class Learners {
  private static final List<NamedSettings> ALL =
      ServiceLoader.load(LearnerCatalog.class, LearnerCatalog.class.getClassLoader()).stream()
          .flatMap(provider -> provider.get().learners().stream())
          .map(NamedSettings.class::cast)
          .toList();

  private Learners() {}

  /** Default settings of every learner, the default learner's first. */
  static List<NamedSettings> all() {
    return ALL;
  }

  /** Default settings of the learner with this name. */
  static Optional<NamedSettings> named(String name) {
    return ALL.stream().filter(settings -> settings.name().equals(name)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return ALL.stream().map(NamedSettings::name).collect(Collectors.joining(", "));
  }
}
