package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintStream;
import minitaur.controller.command.options.OptionCheck;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPage;
import minitaur.controller.sweep.SweepPlan;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of the page of a sweep. */
final class SweepPageOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--page",
      description = "Serve a page with rows and learning curves to this computer.")
  private boolean page;

  @Option(
      names = "--page-port",
      paramLabel = "PORT",
      defaultValue = "" + SweepPage.PORT,
      description = "Port of --page, or the next free one; 0 for any.")
  private int port;

  /** Serves the page if requested; null otherwise. */
  @Nullable SweepPage serve(SweepPlan plan, SweepDirectory directory) throws IOException {
    OptionCheck.requireUsed(spec, page, "--page", "--page-port");
    OptionCheck.require(spec, port >= 0 && port <= 65_535, "--page-port", port, "0 to 65535");
    return page ? SweepPage.start(plan, directory, port, new SystemClock()) : null;
  }

  /** Prints the address of the page, if it is served. */
  static void print(@Nullable SweepPage page, PrintStream out) {
    if (page != null) {
      out.println("Page: " + page.url());
    }
  }
}
