package minitaur.controller;

/** The entry point under its former name. */
public final class Main {
  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    minitaur.controller.command.Main.main(arguments);
  }
}
