package minitaur.controller.command;

import java.util.Collections;

/** One job in the place of each. */
final class EveryJob {
  private EveryJob() {}

  /** Jobs that all do what {@code job} does, however many there are. */
  static Jobs of(Job<Object> job) {
    try {
      var constructor = Jobs.class.getDeclaredConstructors()[0];
      int count = constructor.getParameterCount();
      return (Jobs) constructor.newInstance(Collections.nCopies(count, job).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Jobs cannot be made", e);
    }
  }
}
