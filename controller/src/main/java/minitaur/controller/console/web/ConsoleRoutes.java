package minitaur.controller.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import minitaur.controller.console.telemetry.MotionHistory;
import minitaur.controller.console.telemetry.MotionHistory.Motion;
import minitaur.controller.console.web.access.AccessRules;
import minitaur.controller.console.web.access.RateLimiter;
import minitaur.controller.operator.CommandResponse;
import minitaur.controller.operator.OperatorCommand;
import minitaur.hal.Clock;

/** HTTP and WebSocket routes of the page, with their access checks. */
final class ConsoleRoutes {
  /** Request attribute: the response already states why the request was rejected. */
  private static final String REJECTED = "refused";

  private static final String JSON = "application/json";
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);

  /** Time within which a page must send its first message. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);

  private static final Pattern EPISODE = Pattern.compile("\\d{1,9}");

  private static final long MAX_HANDSHAKE_BYTES = 1024;
  private static final int TOO_MANY_PAGES = 4429;

  /** Number of connected pages at which further pages without the token are rejected. */
  private static final int MAX_PAGES = 64;

  private static final int WRONG_TOKEN = 4401;
  private static final String TOO_MANY_COMMANDS = "too many commands; wait a second";

  /**
   * Maximum number of concurrent file transfers, each with and without the token: slow clients must
   * leave worker threads for a stop.
   */
  private static final int MAX_CONCURRENT_FILES = 4;

  /** Prevent the page from loading foreign content, being framed and sending referrers. */
  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), microphone=(), geolocation=()",
          "Cache-Control",
          "no-cache");

  private final AccessRules rules;
  private final RateLimiter commandLimiter;
  private final RateLimiter tokenLimiter;
  private final CommandDeduplicator commands;
  private final TelemetryBroadcaster broadcaster;
  private final RobotDescription robot;
  private final MotionHistory motions;
  private final long startedMillis = System.currentTimeMillis();
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, PageFile> files = PageFile.all();
  private final Semaphore transferPermits = new Semaphore(MAX_CONCURRENT_FILES);
  private final Semaphore publicTransferPermits = new Semaphore(MAX_CONCURRENT_FILES);
  private final Map<String, PageConnection> pages = new ConcurrentHashMap<>();

  ConsoleRoutes(
      AccessRules rules,
      Clock clock,
      CommandDeduplicator commands,
      TelemetryBroadcaster broadcaster,
      RobotDescription robot,
      MotionHistory motions) {
    this.rules = rules;
    commandLimiter = new RateLimiter(clock, 10, 5);
    tokenLimiter = new RateLimiter(clock, 20, 0.2);
    this.commands = commands;
    this.broadcaster = broadcaster;
    this.robot = robot;
    this.motions = motions;
  }

  void addTo(RoutesConfig routes) {
    routes.before(context -> guard(context, rules));
    files.forEach((path, file) -> routes.get(path, file::send));
    routes.get("/", Objects.requireNonNull(files.get("/index.html"))::send);
    routes.post("/api/command", this::command);
    routes.get("/api/motion/{episode}", this::motion);
    for (RunFile file : RunFile.values()) {
      routes.get(
          "/api/file/" + file.name().toLowerCase(Locale.ROOT), context -> download(context, file));
    }
    routes.wsBeforeUpgrade("/live", this::guardUpgrade);
    routes.ws("/live", this::live);
    routes.error(
        HttpStatus.NOT_FOUND,
        context -> {
          if (context.attribute(REJECTED) == null) {
            reject(context, HttpStatus.NOT_FOUND, "not found");
          }
        });
    routes.error(
        HttpStatus.METHOD_NOT_ALLOWED,
        context ->
            reject(
                context,
                HttpStatus.METHOD_NOT_ALLOWED,
                "method " + context.method() + " is not allowed; send commands with POST"));
    routes.exception(
        Exception.class,
        (e, context) ->
            reject(context, HttpStatus.INTERNAL_SERVER_ERROR, "the server failed: " + e));
  }

  /** Sets the security headers of a response, and rejects requests with a foreign host name. */
  static void guard(Context context, AccessRules rules) {
    SECURITY_HEADERS.forEach(context::header);
    if (!rules.isOwnHost(context.header(Header.HOST))) {
      reject(
          context,
          HttpStatus.MISDIRECTED_REQUEST,
          "host name "
              + context.header(Header.HOST)
              + " is not accepted; use the IP address of the robot's computer");
      context.skipRemainingHandlers();
    }
  }

  private void guardUpgrade(Context context) {
    guard(context, rules);
    if (!rules.isSameOrigin(context.header(Header.ORIGIN), context.header(Header.HOST))) {
      reject(
          context,
          HttpStatus.FORBIDDEN,
          "cross-origin request rejected: only the robot's own page may connect");
      context.skipRemainingHandlers();
    }
  }

  /** Sends the motion of an episode, for replay. */
  private void motion(Context context) throws IOException {
    if (!checkViewAccess(context)) {
      return;
    }
    String episode = context.pathParam("episode");
    Motion motion =
        EPISODE.matcher(episode).matches() ? motions.find(Integer.parseInt(episode)) : null;
    if (motion == null) {
      reject(context, HttpStatus.NOT_FOUND, "no recorded motion for this episode");
      return;
    }
    String text = new PageMessage().with("motion", json -> PageMessage.motion(json, motion)).end();
    sendLimited(context, JSON, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends a file of the run. */
  private void download(Context context, RunFile file) throws IOException {
    if (!checkViewAccess(context)) {
      return;
    }
    Path run = robot.run().directory();
    Path path = run == null ? null : file.findIn(run);
    if (path == null) {
      reject(context, HttpStatus.NOT_FOUND, "the run has not written this file yet");
      return;
    }
    try (InputStream in = Files.newInputStream(path)) {
      context.header(
          Header.CONTENT_DISPOSITION, "attachment; filename=\"" + path.getFileName() + "\"");
      sendLimited(context, file.mediaType(), in);
    }
  }

  private boolean checkViewAccess(Context context) {
    boolean allowed =
        !rules.viewingRequiresToken() || rules.isAuthorized(context.header(Header.AUTHORIZATION));
    if (!allowed) {
      rejectToken(context);
    }
    return allowed;
  }

  private void sendLimited(Context context, String mediaType, InputStream content)
      throws IOException {
    Semaphore permits =
        rules.isAuthorized(context.header(Header.AUTHORIZATION))
            ? transferPermits
            : publicTransferPermits;
    if (!permits.tryAcquire()) {
      reject(context, HttpStatus.SERVICE_UNAVAILABLE, "too many requests; try again");
      return;
    }
    try {
      context.contentType(mediaType);
      content.transferTo(context.outputStream());
    } finally {
      permits.release();
    }
  }

  private void command(Context context) throws IOException {
    if (!rules.isSameOrigin(context.header(Header.ORIGIN), context.header(Header.HOST))) {
      reject(
          context,
          HttpStatus.FORBIDDEN,
          "cross-origin command rejected: use the page that the robot serves");
      return;
    }
    // Checked before the body is read, so that a body that never arrives blocks no worker.
    if (!rules.isAuthorized(context.header(Header.AUTHORIZATION))) {
      rejectToken(context);
      return;
    }
    CommandRequest request;
    try {
      if (!JSON.equals(context.contentType())) {
        throw new CommandRequest.MalformedRequestException("the body must be of type " + JSON);
      }
      int length = context.contentLength();
      if (length < 1 || length > ConsoleServer.MAX_BODY_BYTES) {
        throw new CommandRequest.MalformedRequestException(
            "Content-Length is missing or exceeds %d bytes"
                .formatted(ConsoleServer.MAX_BODY_BYTES));
      }
      request = CommandRequest.parse(context.body());
    } catch (CommandRequest.MalformedRequestException e) {
      reject(context, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
      return;
    }
    // An authorized stop is exempt from the rate limit.
    boolean isStop = request.command() instanceof OperatorCommand.Stop;
    if (!isStop && !commandLimiter.tryAcquire(context.ip())) {
      reject(context, HttpStatus.TOO_MANY_REQUESTS, TOO_MANY_COMMANDS);
    } else {
      answer(context, commands.submit(request, "page " + context.ip()));
    }
  }

  private void answer(Context context, CommandResponse answer) throws IOException {
    context.status(answer.accepted() ? HttpStatus.OK : HttpStatus.CONFLICT);
    context.contentType(JSON);
    context.result(
        mapper.writeValueAsString(Map.of("accepted", answer.accepted(), "text", answer.message())));
  }

  private static void rejectToken(Context context) {
    context.header(Header.CONNECTION, "close");
    reject(
        context,
        HttpStatus.UNAUTHORIZED,
        "the token is missing or wrong; open the address that was printed when the run started");
  }

  private static void reject(Context context, HttpStatus status, String message) {
    context.attribute(REJECTED, true);
    context.status(status);
    context.contentType(JSON);
    context.result(new PageMessage().with("error", json -> json.writeString(message)).end());
  }

  private void live(WsConfig socket) {
    socket.onConnect(
        context -> {
          context.session.setIdleTimeout(HANDSHAKE_TIMEOUT);
          context.session.setMaxTextMessageSize(MAX_HANDSHAKE_BYTES);
        });
    socket.onMessage(this::handshake);
    socket.onClose(this::disconnect);
    socket.onError(this::disconnect);
  }

  /** Handles the first message of a page, which contains its token or an empty one. */
  private void handshake(WsMessageContext context) throws IOException {
    if (pages.containsKey(context.sessionId())) {
      return;
    }
    JsonNode handshake = mapper.readTree(context.message());
    String token = handshake.path("token").asText("");
    String address = address(context);
    if (!token.isEmpty() && !tokenLimiter.allows(address)) {
      return; // Disconnected by the idle timeout, to slow down guessing.
    }
    boolean mayCommand = rules.isToken(token);
    if (!mayCommand && !token.isEmpty()) {
      tokenLimiter.tryAcquire(address);
    }
    if (!mayCommand && rules.viewingRequiresToken()) {
      context.closeSession(WRONG_TOKEN, "the token is missing or wrong");
      return;
    }
    if (!mayCommand && broadcaster.pageCount() >= MAX_PAGES) {
      context.closeSession(TOO_MANY_PAGES, "too many connected pages; close some");
      return;
    }
    if (mayCommand) {
      rules.connections().trust(context.session.getRemoteSocketAddress());
    }
    context.session.setIdleTimeout(IDLE_TIMEOUT);
    PageConnection page = new PageConnection(context.session);
    pages.put(context.sessionId(), page);
    page.send(
        new PageMessage()
            .with("hello", json -> PageMessage.robot(json, robot))
            .with("program", json -> json.writeNumber(startedMillis))
            .with("mayCommand", json -> json.writeBoolean(mayCommand))
            .with("pushable", json -> json.writeBoolean(commands.acceptsPushes()))
            .end());
    broadcaster.add(page);
  }

  private static String address(WsContext context) {
    return context.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? remote.getAddress().getHostAddress()
        : "";
  }

  private void disconnect(WsContext context) {
    PageConnection page = pages.remove(context.sessionId());
    if (page != null) {
      broadcaster.remove(page);
    }
  }
}
