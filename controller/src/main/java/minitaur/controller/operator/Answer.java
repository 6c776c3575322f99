package minitaur.controller.operator;

/**
 * What became of a command.
 *
 * @param accepted whether it was taken
 * @param text for people: what happens now, or why it was refused
 */
public record Answer(boolean accepted, String text) {}
