package minitaur.controller.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import minitaur.controller.console.web.access.AccessRules;
import minitaur.controller.console.web.access.ConnectionLimit;
import minitaur.controller.console.web.access.RequestGuard;
import minitaur.controller.train.TrainerStatus;
import minitaur.hal.Clock;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP server of the trainer for collectors; docs/remote-training.md describes the protocol. No
 * input is trusted: every request is authorized, limited in size and validated, and an invalid one
 * gets an error status and a message.
 */
public final class TrainerService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);

  /** Header with the SHA-256 of an upload computed by its sender, hexadecimal. */
  static final String CHECKSUM_HEADER = "Minitaur-Checksum";

  /** Header with the id of the training run that a policy belongs to. */
  static final String RUN_HEADER = "Minitaur-Run";

  /** Header with the policy that the collector's next episode uses. */
  static final String BEHAVIOR_HEADER = "Minitaur-Behaviour";

  /** Value of {@link #BEHAVIOR_HEADER} during the warm-up. */
  static final String EXPLORE = "explore uniformly";

  private static final int MAX_JSON_BYTES = 65_536;
  private static final int THREADS = 24;
  private static final int IDLE_TIMEOUT_MILLIS = 15_000;

  /** Max time to receive a complete body; an idle connection is closed sooner. */
  private static final long BODY_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int BODY_CHUNK = 16_384;

  /** Max length of a body that is read to its end although it is rejected for its length. */
  private static final long MAX_DISCARDED_BYTES = 16 << 20;

  private final ServiceSettings settings;
  private final Run run;
  private final Intake intake;
  private final PolicyStore policyStore;
  private final TrainerProgress progress;
  private final Supplier<TrainerStatus> status;
  private final CollectorRegistry collectors;

  /** The first robot that joined; it uses the random streams of a single-process training. */
  private final AtomicReference<@Nullable String> firstRobot = new AtomicReference<>();

  private final ConnectionLimit connections = new ConnectionLimit();
  private final Set<String> localHostNames = AccessRules.localHostNames();
  private final Clock clock;
  private final Javalin server;

  /**
   * Properties of the training that the service belongs to.
   *
   * @param id unique id
   * @param agreement terms that collectors must match
   * @param mode value of {@code run.mode} in the configuration
   * @param totalSteps environment steps of the whole training
   * @param maxSteps max steps of an episode
   */
  public record Run(long id, RunAgreement agreement, String mode, long totalSteps, int maxSteps) {
    String name() {
      return HexFormat.of().toHexDigits(id);
    }
  }

  /** An error response to a request. */
  private static final class RequestRejectedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RequestRejectedException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /**
   * Creates a service; {@link #start} opens it.
   *
   * @param status progress of the training; called by the server's threads
   */
  public TrainerService(
      ServiceSettings settings,
      Run run,
      Intake intake,
      PolicyStore policyStore,
      TrainerProgress progress,
      Supplier<TrainerStatus> status,
      Clock clock) {
    this.settings = settings;
    this.run = run;
    this.intake = intake;
    this.policyStore = policyStore;
    this.progress = progress;
    this.status = status;
    this.clock = clock;
    collectors = new CollectorRegistry(clock);
    server = Javalin.create(this::configure);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("trainer-service");
    config.jetty.threadPool = threads;
    BearerToken token = settings.token();
    if (token != null) {
      // Checked before the body is read, with the same limits as the operator page.
      config.jetty.modifyServer(
          server -> server.setHandler(new RequestGuard(token::matches, connections, clock)));
    }
    config.jetty.addConnector(this::connector);
    config.routes.before(this::authorize);
    config.routes.post("/v1/join", this::join);
    config.routes.put("/v1/episodes/{id}", this::episode);
    config.routes.get("/v1/policy", this::policy);
    config.routes.post("/v1/heartbeat", this::heartbeat);
    config.routes.post("/v1/release", this::release);
    config.routes.get("/v1/progress", context -> json(context, 200, report()));
    config.routes.exception(
        RequestRejectedException.class, (e, context) -> sendError(context, e.status, e));
    config.routes.exception(
        EpisodeFormatException.class, (e, context) -> sendError(context, 422, e));
    config.routes.exception(IOException.class, this::handleIoError);
  }

  private ServerConnector connector(Server jetty, HttpConfiguration http) {
    ServiceSettings.Keystore tls = settings.tls();
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    } else {
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setKeyStorePath(tls.file().toString());
      ssl.setKeyStorePassword(tls.password());
      // A collector may connect by IP address, for which clients send no SNI host name.
      SecureRequestCustomizer customizer = new SecureRequestCustomizer(false);
      http.addCustomizer(customizer);
      connector = new ServerConnector(jetty, ssl, new HttpConnectionFactory(http));
    }
    connections.applyTo(connector);
    connector.setHost(settings.bind());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    return connector;
  }

  /**
   * Starts the service.
   *
   * @throws PipelineException when it cannot listen on the configured address
   */
  public void start() throws PipelineException {
    settings.check();
    try {
      server.start();
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PipelineException(
          ("The trainer cannot listen on %s, port %d: %s. Choose another with --http-port or --bind,"
                  + " or stop the program that listens there.")
              .formatted(settings.bind(), settings.port(), cause.getMessage()));
    }
    LOG.info("The trainer listens at {}.", url());
  }

  /** URL of the service. */
  public String url() {
    return "%s://%s:%d"
        .formatted(settings.tls() == null ? "http" : "https", settings.bind(), server.port());
  }

  /**
   * Whether every collector seen in the last {@code nanos} has acknowledged that the training is
   * over.
   */
  public boolean allAcknowledgedEnd(long nanos) {
    return collectors.allAcknowledgedEnd(nanos);
  }

  private void authorize(Context context) throws RequestRejectedException {
    BearerToken token = settings.token();
    if (token != null && !token.matches(context.header("Authorization"))) {
      context.header("WWW-Authenticate", "Bearer");
      throw new RequestRejectedException(
          401, "The token is missing or wrong. Configure the trainer's token on the collector.");
    }
    if (context.header("Origin") != null) {
      throw new RequestRejectedException(403, "Requests from web pages are not allowed.");
    }
    // A request with a token cannot come from a foreign web page, whatever host name it used.
    String host = context.header("Host");
    if (token == null && !AccessRules.isOwnHost(host, localHostNames)) {
      throw new RequestRejectedException(
          421,
          "Host name "
              + CollectorRegistry.printable(String.valueOf(host))
              + " is not accepted; use localhost or the IP address, or configure a token for"
              + " trainer and collectors.");
    }
  }

  /**
   * Checks a robot's name.
   *
   * @throws RequestRejectedException when it does not fit into an episode or is not printable
   */
  private static void checkRobot(String robot) throws RequestRejectedException {
    int bytes = robot.getBytes(StandardCharsets.UTF_8).length;
    if (robot.isBlank()
        || bytes > EpisodeLayout.ROBOT_BYTES
        || !robot.equals(CollectorRegistry.printable(robot))) {
      throw new RequestRejectedException(
          400,
          "\"robot\" must be a name of 1 to %d bytes in UTF-8, without control characters."
              .formatted(EpisodeLayout.ROBOT_BYTES));
    }
  }

  private void join(Context context) throws RequestRejectedException, IOException {
    TrainerMessages.JoinRequest request = readJson(context, TrainerMessages.JoinRequest.class);
    String robot = request.robot();
    checkRobot(robot);
    RunAgreement agreement = new RunAgreement(request.terms());
    List<String> differences =
        run.agreement().differences(agreement, "at the trainer", "at the robot");
    if (!differences.isEmpty()) {
      String error = "The collector is configured for a different task.";
      json(context, 409, new TrainerMessages.Refusal(error, differences));
      return;
    }
    LOG.info("Robot {} has joined.", robot);
    boolean first =
        status.get().episodes() + intake.waiting() == 0
            && (firstRobot.compareAndSet(null, robot) || robot.equals(firstRobot.get()));
    json(
        context,
        200,
        new TrainerMessages.JoinResponse(run.name(), run.mode(), run.maxSteps(), first));
  }

  private void episode(Context context) throws RequestRejectedException, IOException {
    EpisodeId id = EpisodeId.parse(context.pathParam("id"));
    byte[] bytes = body(context, Episode.maxBytes(run.maxSteps()));
    String checksum = EpisodeLayout.digest(bytes);
    String senderChecksum = context.header(CHECKSUM_HEADER);
    if (senderChecksum != null && !senderChecksum.equals(checksum)) {
      throw new RequestRejectedException(
          422, "The episode was corrupted in transit: its checksum is " + checksum + ".");
    }
    Intake.Receipt receipt = accept(id, bytes, senderChecksum != null);
    switch (receipt) {
      case OTHER_RUN ->
          throw new RequestRejectedException(
              409, "The episode belongs to another training run; this one is " + run.name() + ".");
      case ID_MISMATCH ->
          throw new RequestRejectedException(
              422, "The episode's id differs from the requested " + id + ".");
      case CONFLICT ->
          throw new RequestRejectedException(
              409,
              "The trainer has another episode with the id %s; this one is not used and is kept in the quarantine directory."
                  .formatted(id));
      case NEW, DUPLICATE ->
          json(
              context,
              receipt == Intake.Receipt.NEW ? 201 : 200,
              new TrainerMessages.Receipt(id.toString(), checksum));
    }
  }

  /**
   * Stores an upload. An invalid episode that arrived as sent, or an implausible one, gets status
   * 409, because a retry cannot succeed.
   */
  private Intake.Receipt accept(EpisodeId id, byte[] bytes, boolean checksumVerified)
      throws RequestRejectedException, IOException {
    Episode episode;
    try {
      episode = Episode.decode(bytes);
    } catch (EpisodeFormatException e) {
      throw invalidEpisode(checksumVerified, e);
    }
    requireNotQuarantined(episode.robot());
    try {
      Intake.Receipt receipt = intake.accept(id, bytes, episode);
      if (receipt == Intake.Receipt.NEW) {
        // After a rollback or resume, an episode may be of a later policy than the newest one.
        long lag = Math.max(0, status.get().policyId() - episode.summary(0).policyId());
        collectors.recordAccepted(episode.robot(), episode.steps(), lag);
        if (collectors.noticesSharedName(episode.robot(), id)) {
          LOG.warn(
              "Two collectors use the robot name {}. Give each its own --robot: simulated robots"
                  + " of the same name repeat the same episodes.",
              CollectorRegistry.printable(episode.robot()));
        }
      } else if (receipt == Intake.Receipt.CONFLICT) {
        reject(episode.robot(), id, "it sent two episodes with the id " + id);
      }
      return receipt;
    } catch (ImplausibleEpisodeException e) {
      reject(episode.robot(), id, String.valueOf(e.getMessage()));
      throw new RequestRejectedException(
          409, e.getMessage() + " It is not used and is kept for examination.");
    } catch (EpisodeFormatException e) {
      throw invalidEpisode(checksumVerified, e);
    }
  }

  private static RequestRejectedException invalidEpisode(
      boolean checksumVerified, EpisodeFormatException fault) {
    return new RequestRejectedException(checksumVerified ? 409 : 422, fault.getMessage());
  }

  private void requireNotQuarantined(String robot) throws RequestRejectedException {
    String reason = collectors.quarantine(robot);
    if (reason != null) {
      throw new RequestRejectedException(
          403,
          ("Robot %s is quarantined, because it sent %d invalid episodes, the last one: %s Repair"
                  + " it, then run \"minitaur trainer status --release %s\". Its episodes stay in"
                  + " its spool.")
              .formatted(robot, CollectorRegistry.MAX_REJECTED, reason, robot));
    }
  }

  private void reject(String robot, EpisodeId id, String reason) {
    if (collectors.recordRejected(robot, id, reason)) {
      LOG.warn("Robot {} is quarantined: {}", robot, reason);
    }
  }

  /** Ends the quarantine of a robot. */
  private void release(Context context) throws RequestRejectedException, IOException {
    TrainerMessages.Release request = readJson(context, TrainerMessages.Release.class);
    String robot = request.robot();
    if (!collectors.release(robot)) {
      throw new RequestRejectedException(404, "There is no quarantined robot " + robot + ".");
    }
    LOG.info("Robot {} is released from quarantine.", robot);
    json(context, 200, request);
  }

  private void policy(Context context) throws RequestRejectedException {
    PolicyStore.PublishedPolicy newest = policyStore.newest();
    context.header(RUN_HEADER, run.name());
    if (status.get().isExploring() || newest == null) {
      context.header(BEHAVIOR_HEADER, EXPLORE);
      context.status(204);
      return;
    }
    context.header("ETag", newest.tag());
    context.header(BEHAVIOR_HEADER, "policy " + newest.id());
    if (newest.tag().equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType("application/octet-stream");
    context.result(newest.file());
  }

  private void heartbeat(Context context) throws RequestRejectedException, IOException {
    TrainerMessages.Heartbeat request = readJson(context, TrainerMessages.Heartbeat.class);
    checkRobot(request.robot());
    collectors.recordHeartbeat(request);
    json(context, 200, report());
  }

  private TrainerReport report() {
    // Read before the status, so that an episode taken in between is counted in the status.
    long waiting = intake.waiting();
    TrainerStatus current = status.get();
    TrainerReport.Training training =
        new TrainerReport.Training(
            run.name(),
            current.finished(),
            current.isExploring(),
            current.steps(),
            run.totalSteps(),
            current.episodes());
    TrainerReport.Uploads uploads =
        new TrainerReport.Uploads(waiting, intake.quarantined(), intake.lastQuarantined());
    return progress.report(training, uploads, current, collectors.report());
  }

  private <T> T readJson(Context context, Class<T> type)
      throws RequestRejectedException, IOException {
    try {
      return TrainerMessages.read(body(context, MAX_JSON_BYTES), type);
    } catch (JsonProcessingException e) {
      throw new RequestRejectedException(
          400, "The body is not JSON of this request: " + e.getOriginalMessage() + ".");
    }
  }

  /**
   * Reads the body with a time limit and a size limit. The rest of a body that is moderately too
   * long is discarded: a client that is still sending when the connection closes would lose the
   * response, and would send the same body again.
   */
  private byte[] body(Context context, int limit) throws RequestRejectedException, IOException {
    long maxBytes = Math.max(limit, MAX_DISCARDED_BYTES);
    if (context.contentLength() > maxBytes) {
      throw bodyTooLong(limit);
    }
    long deadline = clock.nanos() + BODY_TIMEOUT_NANOS;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[BODY_CHUNK];
    InputStream in = context.bodyInputStream();
    long total = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      total += read;
      if (total <= limit) {
        bytes.write(chunk, 0, read);
      } else if (total > maxBytes) {
        throw bodyTooLong(limit);
      }
      if (clock.nanos() - deadline > 0) {
        context.header("Connection", "close");
        throw new RequestRejectedException(408, "The body did not arrive within 30 s.");
      }
    }
    if (total > limit) {
      throw bodyTooLong(limit);
    }
    return bytes.toByteArray();
  }

  private static RequestRejectedException bodyTooLong(int limit) {
    return new RequestRejectedException(
        413, "The body has more than the " + limit + " bytes that are allowed.");
  }

  private void handleIoError(IOException e, Context context) {
    LOG.warn("{} {}: {}", context.method(), context.path(), e.getMessage());
    sendError(context, 507, e);
  }

  private static void sendError(Context context, int status, Exception reason) {
    json(context, status, new TrainerMessages.Refusal(String.valueOf(reason.getMessage()), null));
  }

  private static void json(Context context, int status, Object body) {
    try {
      byte[] bytes = TrainerMessages.JSON.writeValueAsBytes(body);
      context.status(status).contentType("application/json").result(bytes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a response cannot be written as JSON", e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
