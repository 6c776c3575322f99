package minitaur.controller.config;

import java.util.List;

/**
 * The learners that the section {@code learner} can name. The algorithms lie in an area above this
 * one, so that the catalog is found by {@link java.util.ServiceLoader}.
 */
public interface LearnerCatalog {
  /** Default settings of every learner, each a record; the first is the default learner. */
  List<? extends NamedSettings> learners();
}
