package minitaur.controller.learn.catalog;

import java.util.List;
import minitaur.controller.config.LearnerCatalog;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.paper.PaperSettings;

/** Every learning algorithm, a line each; the first is the default. */
public final class AllLearners implements LearnerCatalog {
  @Override
  public List<LearnerSettings> learners() {
    return List.of(PaperSettings.defaults());
  }
}
