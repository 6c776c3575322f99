package minitaur.controller.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import minitaur.controller.console.terminal.AnswerFileInterface;
import minitaur.controller.console.terminal.KeyInterface;
import minitaur.controller.console.terminal.LineInterface;
import minitaur.controller.console.terminal.OperatorInterface;
import minitaur.controller.console.terminal.StatusPrinter;
import minitaur.controller.console.terminal.TrainingProgress;
import minitaur.controller.console.web.ConsoleInterface;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.run.Terminal;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operator session of a run: command queue, terminal or file interface, and page. */
public final class OperatorSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorSession.class);

  private final OperatorChannel channel = new OperatorChannel(InstantSource.system());
  private final List<OperatorInterface> interfaces = new ArrayList<>();

  /** Whether the interface was selected explicitly, so that a failure is an error. */
  private final boolean isExplicit;

  private final @Nullable ConsoleInterface page;
  private final boolean paced;

  /**
   * Creates the interfaces; {@link #start} starts them.
   *
   * @param run the run or the collector that the page shows
   * @param paced whether a simulation runs in real time; ignored on a real robot
   * @param in input of the operator without a terminal
   * @param out output to the operator
   */
  public OperatorSession(
      ControllerConfig config,
      OperatorChoice operator,
      PageChoice choice,
      RunDescription run,
      boolean paced,
      InputStream in,
      PrintStream out) {
    this.paced = paced && !config.robot().isSerial();
    isExplicit = operator.kind() != OperatorChoice.Kind.AUTO;
    addInterfaces(operator, requestsOperator(config), in, out);
    page =
        choice.console().enabled()
            ? new ConsoleInterface(
                choice.console(), RobotDescription.of(config, run), choice.open(), out::println)
            : null;
    if (page != null) {
      interfaces.add(page);
    }
  }

  private void addInterfaces(
      OperatorChoice choice, boolean requestsOperator, InputStream in, PrintStream out) {
    boolean terminal = Terminal.isPresent();
    Consumer<String> lines =
        line -> {
          out.print(Terminal.overwriteLine(line, Terminal.supportsUpdates()));
          out.flush();
        };
    switch (choice.kind()) {
      case AUTO -> {
        if (terminal || requestsOperator) {
          interfaces.add(terminal ? new KeyInterface(lines) : new LineInterface(in, lines));
        }
      }
      case TERMINAL ->
          interfaces.add(terminal ? new KeyInterface(lines) : new LineInterface(in, lines));
      case HEADLESS -> {
        if (choice.answers() != null) {
          interfaces.add(new AnswerFileInterface(choice.answers(), lines));
        }
      }
      case NONE -> {
        if (requestsOperator) {
          lines.accept("Requests of this run cannot be answered: --operator is none.");
        }
      }
    }
    interfaces.add(new StatusPrinter(lines));
  }

  private static boolean requestsOperator(ControllerConfig config) {
    return switch (config.operator().resets()) {
      case ASK -> true;
      // After a fault, the operator of a real robot must always confirm a reset.
      case BY_ROBOT, AUTOMATIC -> config.robot().isSerial();
    };
  }

  /**
   * Starts all interfaces.
   *
   * @throws IOException when a selected one cannot be started
   */
  public void start() throws IOException {
    for (OperatorInterface each : interfaces) {
      try {
        each.start(channel);
      } catch (IOException e) {
        if (isExplicit) {
          throw e;
        }
        LOG.warn("Keyboard commands are disabled: cannot read the terminal: {}", e.getMessage());
      }
    }
  }

  /** The operator queue between the robot and the interfaces. */
  public OperatorChannel channel() {
    return channel;
  }

  /** Whether the run waits for the operator. */
  public boolean isWaitingForOperator() {
    return switch (channel.view().phase()) {
      case RESET_REQUESTED, RESET_CONFIRMED, PAUSED, EMERGENCY_STOP -> true;
      default -> false;
    };
  }

  /** A listener that also updates the page. */
  public TrainingListener withPageUpdates(TrainingListener listener) {
    return page == null
        ? listener
        : TrainingListener.all(List.of(listener, page.training(), new Notices()));
  }

  /** The page's observer of the episodes. */
  public EpisodeObserver episodeObserver(RobotSession robotSession) {
    if (page == null) {
      return EpisodeObserver.NONE;
    }
    return paced ? page.pacedEpisodes(new SystemClock()) : page.episodes(robotSession);
  }

  /** Adds the events of a training that have no table or curve to the list of events. */
  private final class Notices implements TrainingListener {
    @Override
    public void onPolicyDiscarded() {
      channel.addEvent(Severity.INFORMATION, TrainingProgress.KEPT_POLICY);
    }
  }

  @Override
  public void close() {
    interfaces.forEach(OperatorInterface::close);
  }
}
