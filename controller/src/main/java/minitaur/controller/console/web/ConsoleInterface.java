package minitaur.controller.console.web;

import java.io.IOException;
import java.util.function.Consumer;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.terminal.OperatorInterface;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page as a face of a run. A run that cannot have its page goes on without it and says so. */
public final class ConsoleInterface implements OperatorInterface {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleInterface.class);

  private final ConsoleSettings config;
  private final RobotDescription robot;
  private final boolean open;
  private final Consumer<String> lines;
  private final ControlTelemetry control = new ControlTelemetry();
  private final LearningTelemetry learning = new LearningTelemetry();
  private @Nullable ConsoleServer server;

  /**
   * @param open whether to open the page in this computer's browser
   * @param lines where people read where the page is
   */
  public ConsoleInterface(
      ConsoleSettings config, RobotDescription robot, boolean open, Consumer<String> lines) {
    this.config = config;
    this.robot = robot;
    this.open = open;
    this.lines = lines;
  }

  /**
   * Who must see the episodes; their lateness is taken by the robot's clock.
   *
   * @param session whose episodes they are
   */
  public EpisodeObserver episodes(RobotSession session) {
    control.timeBy(session.clock());
    control.watchPositionLoop(session.positionLoop());
    return control;
  }

  /**
   * Who must see the episodes of a simulation whose own clock is never late.
   *
   * @param pace the clock to which the simulation keeps
   */
  public EpisodeObserver pacedEpisodes(Clock pace) {
    control.timeByPaceOf(pace);
    return control;
  }

  /** Who must be told what a robot does of which no episodes are run. */
  public ControlTelemetry control() {
    return control;
  }

  /** Who must hear of the training. */
  public TrainingListener training() {
    return learning;
  }

  @Override
  public void start(OperatorPort port) {
    try {
      ConsoleServer started = ConsoleServer.start(config, robot, port, control, learning);
      server = started;
      lines.accept("Page: " + started.url());
    } catch (IOException e) {
      LOG.warn("The run continues without its page: {}.", e.getMessage());
    }
    if (open && server != null) {
      show(server.url());
    }
  }

  private static void show(String url) {
    try {
      BrowserWindow.open(url);
    } catch (IOException e) {
      LOG.warn("The page is served, but not opened: {}.", e.getMessage());
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
