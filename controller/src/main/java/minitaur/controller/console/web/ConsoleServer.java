package minitaur.controller.console.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.web.access.AccessRules;
import minitaur.controller.console.web.access.ConnectionLimit;
import minitaur.controller.console.web.access.RequestGuard;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.SystemClock;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the operator's page on its own threads. A slow or disconnected client delays neither the
 * robot nor other pages, and closing all pages has no effect on the run.
 */
public final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

  /** Number of ports after the configured one to try before using any free port. */
  private static final int MAX_NEXT_PORTS = 16;

  private static final int THREADS = 16;

  private static final int RANDOM_TOKEN_BYTES = 16;
  static final int MAX_BODY_BYTES = 4096;

  private static final int WARM_UP_TIMEOUT_MILLIS = 3000;

  /** A client that sends and receives nothing for this long is disconnected. */
  private static final long IDLE_TIMEOUT_MILLIS = 10_000;

  /** Size of the socket send buffer; limits the delay of a slow page to a few seconds. */
  private static final int SEND_BUFFER_BYTES = 65_536;

  private final Javalin server;
  private final TelemetryBroadcaster broadcaster;
  private final InetAddress address;
  private final String token;

  private ConsoleServer(
      Javalin server, TelemetryBroadcaster broadcaster, InetAddress address, String token) {
    this.server = server;
    this.broadcaster = broadcaster;
    this.address = address;
    this.token = token;
  }

  /**
   * Starts serving.
   *
   * @param config address, port and token
   * @param robot description of the robot that the page draws
   * @param port receives commands and provides the state
   * @param control telemetry of the robot; this server becomes its only reader
   * @param learning telemetry of the learner; this server becomes its only reader
   * @throws IOException if the address cannot be used
   */
  public static ConsoleServer start(
      ConsoleSettings config,
      RobotDescription robot,
      OperatorPort port,
      ControlTelemetry control,
      LearningTelemetry learning)
      throws IOException {
    InetAddress address = address(config.bind());
    String token = config.token().isEmpty() ? randomToken() : config.token();
    AccessRules rules =
        new AccessRules(token, AccessRules.localHostNames(), !address.isLoopbackAddress());
    SystemClock clock = new SystemClock();
    TelemetryBroadcaster broadcaster = new TelemetryBroadcaster(port, control, learning, clock);
    ConsoleRoutes routes =
        new ConsoleRoutes(
            rules, clock, new CommandDeduplicator(port), broadcaster, robot, control.motions());
    Javalin server = listen(address, config.port(), routes::addTo, rules);
    broadcaster.start();
    ConsoleServer console = new ConsoleServer(server, broadcaster, address, token);
    try {
      console.warmUp();
    } catch (IOException e) {
      console.close();
      throw e;
    }
    LOG.info("The operator's page is served on {}:{}.", address.getHostAddress(), server.port());
    if (config.port() != 0 && server.port() != config.port()) {
      LOG.info("Port {} is in use.", config.port());
    }
    return console;
  }

  /**
   * Sends an unknown command as the page would, to load the classes for commands. Otherwise, the
   * first stop command takes a second on a busy computer.
   */
  private void warmUp() throws IOException {
    InetAddress target = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    String body = "{\"id\":\"warm-up-0\",\"command\":\"none\"}";
    String request =
        "POST /api/command HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            + "Authorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body;
    try (Socket socket = new Socket(target, server.port())) {
      socket.setSoTimeout(WARM_UP_TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      LOG.debug("The warm-up request timed out.", e);
    }
  }

  private static InetAddress address(String bind) throws IOException {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new IOException(
          "console.bind: " + bind + " is not an address of this computer; try 127.0.0.1", e);
    }
  }

  /**
   * Starts a server with the connection limits of the page.
   *
   * @param requestedPort requested port; if it is in use, the next free one is used; 0 for any
   */
  static Javalin listen(
      InetAddress address, int requestedPort, Consumer<RoutesConfig> routes, AccessRules rules)
      throws IOException {
    IOException failure = null;
    int last = requestedPort == 0 ? 0 : Math.min(65_535, requestedPort + MAX_NEXT_PORTS);
    for (int port = requestedPort; port <= last; port++) {
      try {
        return serve(address, freePort(address, port), routes, rules);
      } catch (IOException e) {
        failure = e;
      }
    }
    try {
      return serve(address, freePort(address, 0), routes, rules);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + address.getHostAddress() + " (" + e.getMessage() + ")",
          failure == null ? e : failure);
    }
  }

  /** Probes a port before a server is created; returns the free port. */
  private static int freePort(InetAddress address, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, port));
      return probe.getLocalPort();
    }
  }

  private static Javalin serve(
      InetAddress address, int port, Consumer<RoutesConfig> routes, AccessRules rules)
      throws IOException {
    Javalin server = Javalin.create(config -> configure(config, address, port, routes, rules));
    try {
      return server.start();
    } catch (RuntimeException e) {
      server.stop();
      throw new IOException(e.getMessage(), e); // The port was taken after the probe.
    }
  }

  private static void configure(
      JavalinConfig config,
      InetAddress address,
      int port,
      Consumer<RoutesConfig> routes,
      AccessRules rules) {
    ConnectionLimit connections = rules.connections();
    config.jetty.modifyServer(
        server ->
            server.setHandler(
                new RequestGuard(rules::isAuthorized, connections, new SystemClock())));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("console");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.addConnector(
        (server, http) -> {
          http.setSendServerVersion(false);
          ServerConnector connector =
              new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
          connections.applyTo(connector);
          connector.setHost(address.getHostAddress());
          connector.setPort(port);
          connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
          connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
          return connector;
        });
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.http.prefer405over404 = true;
    routes.accept(config.routes);
  }

  private static String randomToken() {
    byte[] bytes = new byte[RANDOM_TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Port on which the page is served. */
  public int port() {
    return server.port();
  }

  /**
   * URL of the page. The token is in the fragment (after #), because browsers do not send the
   * fragment to the server.
   */
  public String url() {
    String host = address.isAnyLocalAddress() ? hostName() : address.getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/#" + token;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      return "127.0.0.1";
    }
  }

  /** The token that commands require. */
  public String token() {
    return token;
  }

  @Override
  public void close() {
    broadcaster.close();
    server.stop();
  }
}
