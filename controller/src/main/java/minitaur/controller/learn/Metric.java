package minitaur.controller.learn;

/**
 * A quantity that a learner reports.
 *
 * @param name lower case with underscores, unique within its learner
 * @param unit unit, or empty if dimensionless
 * @param description human-readable description
 */
public record Metric(String name, String unit, String description) {}
