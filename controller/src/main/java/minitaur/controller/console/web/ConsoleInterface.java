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
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operator interface as a web page. If the page cannot be served, the run continues without it. */
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
   * @param lines prints the address of the page
   */
  public ConsoleInterface(
      ConsoleSettings config, RobotDescription robot, boolean open, Consumer<String> lines) {
    this.config = config;
    this.robot = robot;
    this.open = open;
    this.lines = lines;
  }

  /**
   * Configures and returns the observer of episodes; measures latency on the robot's clock.
   *
   * @param session session that runs the episodes
   */
  public EpisodeObserver episodes(RobotSession session) {
    control.setClock(session.clock());
    control.setPositionLoopTiming(session.positionLoopLatency());
    return control;
  }

  /**
   * Configures and returns the observer of episodes of a simulation in real time, whose own clock
   * shows no latency.
   *
   * @param pacingClock clock that paces the simulation
   */
  public EpisodeObserver pacedEpisodes(Clock pacingClock) {
    control.setPacingClock(pacingClock);
    return control;
  }

  /** Telemetry of a robot that runs no episodes. */
  public ControlTelemetry control() {
    return control;
  }

  /** The listener that receives the progress of the training. */
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
      LOG.warn("The run continues without its page: {}.", FileErrors.message(e));
    }
    if (open && server != null) {
      openBrowser(server.url());
    }
  }

  private static void openBrowser(String url) {
    try {
      BrowserWindow.open(url);
    } catch (IOException e) {
      LOG.warn("Cannot open the page in a browser: {}.", FileErrors.message(e));
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
