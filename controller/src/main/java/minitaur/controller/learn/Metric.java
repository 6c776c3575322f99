package minitaur.controller.learn;

/**
 * A quantity that a learner reports.
 *
 * @param name lower case with underscores, unique within its learner
 * @param unit empty for a quantity without one
 * @param description what it is, for people
 */
public record Metric(String name, String unit, String description) {}
