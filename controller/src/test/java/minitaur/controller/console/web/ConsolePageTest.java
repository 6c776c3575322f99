package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;

/** The page in a real browser, in front of a port that the test plays. */
class ConsolePageTest {
  private static Browser browser;

  private final FakePort port = new FakePort();
  private final ControlTelemetry control = new ControlTelemetry();
  private final LearningTelemetry learning = new LearningTelemetry();
  private ConsoleServer server;

  @BeforeAll
  static void openBrowser(@TempDir(cleanup = CleanupMode.ALWAYS) Path profile) {
    browser = Browser.open(profile, "--disable-3d-apis");
  }

  @AfterAll
  static void closeBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    server = TestPages.serve(port, control, learning);
    browser.driver.get(server.url());
    browser.awaitText("phase", "Idle");
  }

  @AfterEach
  void close() {
    browser.driver.get("about:blank");
    server.close();
  }

  private OperatorCommand nextCommand() throws InterruptedException {
    return port.commands.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void requestIsReadConfirmedAndGone() throws Exception {
    port.ask(3);
    browser.awaitText("request-what", "Fell backward, pitch −41 degrees, after 212 steps.");
    assertThat(browser.text("state")).contains("Reset needed", "Fell backward");
    assertThat(browser.text("request-todo"))
        .isEqualTo("Set it at the start line facing the lane, legs free.");
    assertThat(browser.text("request-next")).contains("Episode 8 begins");
    assertThat(browser.script("return document.querySelectorAll('#request-picture line').length"))
        .as("links of the drawn legs")
        .isEqualTo(18L);

    browser.find("reset-done").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.ResetDone(3));
    browser.awaitText("answer", "Reset done: done for page 127.0.0.1");

    port.ask(3, "pitch is 12 degrees; set it level");
    browser.awaitText("request-objections", "Pitch is 12 degrees; set it level");
    port.show(Phase.RUNNING, "episode 8", null);
    browser.awaitText("phase", "Running");
    assertThat(browser.find("request").isDisplayed()).isFalse();
  }

  @Test
  void robotOfADemonstrationIsPushedByMouseAndKeys() throws Exception {
    assertThat(browser.driver.findElements(By.className("push-hint")))
        .as("in a training")
        .isEmpty();
    port.pushable = true;
    browser.driver.navigate().refresh();
    browser.awaitText("phase", "Idle");
    browser.await(
        "a hint", () -> !browser.driver.findElements(By.className("push-hint")).isEmpty());

    browser.find("stage").click();
    OperatorCommand.Push away = (OperatorCommand.Push) nextCommand();
    assertThat(away.forward()).as("seen from the right").isCloseTo(0, within(1e-9));
    assertThat(away.left()).isCloseTo(3, within(1e-9));
    browser.awaitText("answer", "Push: done for page 127.0.0.1");

    browser.driver.findElement(By.tagName("body")).sendKeys("s");
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.Push(-3, 0));
    browser.driver.findElement(By.tagName("body")).sendKeys("D");
    assertThat(nextCommand()).as("with Shift").isEqualTo(new OperatorCommand.Push(0, -6));
    assertThat(port.commands).isEmpty();
  }

  @Test
  void oldResetIsRejectedByItsNumber() throws Exception {
    port.refused.put(
        OperatorCommand.ResetDone.class, c -> ((OperatorCommand.ResetDone) c).request() == 3);
    port.ask(3);
    browser.awaitText("request-waiting", "Request 3");
    browser.find("reset-done").click();

    browser.awaitText("answer", "not now");
    assertThat(browser.find("answer").getDomAttribute("class")).contains("bad");
  }

  @Test
  void stopByButtonAndBySpaceWhereverTheFocusIs() throws Exception {
    browser.find("stop").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.Stop());

    browser.find("pause").sendKeys(Keys.SPACE);
    assertThat(nextCommand()).as("space on another button").isEqualTo(new OperatorCommand.Stop());

    port.show(Phase.EMERGENCY_STOP, "stopped by the operator", null);
    browser.awaitText("phase", "Stopped");
    browser.find("release").click();
    browser.awaitText("release-reason", "stopped by the operator");
    browser.find("release-yes").sendKeys(Keys.SPACE);
    assertThat(nextCommand()).as("space in a dialog").isEqualTo(new OperatorCommand.Stop());
    browser.find("stop").click();
    assertThat(nextCommand()).as("button beside a dialog").isEqualTo(new OperatorCommand.Stop());

    browser.find("release-yes").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.Release());
    assertThat(port.commands).as("nothing else was pressed").isEmpty();
  }

  @Test
  void stopWithoutResponseIsConfirmedByTheState() {
    browser.script("window.fetch = () => Promise.reject(new Error('no response'));");
    browser.find("stop").click();
    browser.awaitText("answer", "did NOT reach the robot");

    port.show(Phase.EMERGENCY_STOP, "stopped by the operator", null);
    browser.awaitText("answer", "the robot reports that it is stopped");
    assertThat(browser.find("answer").getDomAttribute("class")).doesNotContain("bad");
  }

  @Test
  void pauseAndResume() throws Exception {
    port.show(Phase.RUNNING, "episode 7", null);
    browser.awaitText("phase", "Running");
    browser.find("pause").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.Pause());
    port.show(Phase.PAUSED, "paused by page 127.0.0.1", null);
    browser.awaitText("phase", "Paused");
    assertThat(browser.find("pause").isEnabled()).isFalse();
    browser.find("resume").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.Resume());
  }

  @Test
  void requestAndTokenSurviveAReload() throws Exception {
    port.ask(5, "it still moves; hold it still");
    browser.awaitText("request-objections", "It still moves");
    assertThat(browser.driver.getCurrentUrl()).as("token out of sight").doesNotContain("#");
    browser.driver.navigate().refresh();

    browser.awaitText("request-objections", "It still moves");
    browser.find("reset-done").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.ResetDone(5));
  }

  @Test
  void twoPagesSeeTheSame() throws Exception {
    String first = browser.driver.getWindowHandle();
    browser.driver.switchTo().newWindow(WindowType.TAB);
    String second = browser.driver.getWindowHandle();
    browser.driver.get(server.url());
    browser.awaitText("phase", "Idle");
    port.ask(2);
    for (String window : List.of(first, second)) {
      browser.driver.switchTo().window(window);
      browser.awaitText("phase", "Reset needed");
    }
    browser.find("reset-done").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.ResetDone(2));
    port.show(Phase.RUNNING, "episode 8", null);
    browser.awaitText("phase", "Running");
    browser.driver.close();
    browser.driver.switchTo().window(first);
    browser.awaitText("phase", "Running");
  }

  @Test
  void measurementsEpisodesAndEventsAreShown() {
    RobotState state = new RobotState();
    state.connected = true;
    state.pitchRad = 0.2;
    Arrays.fill(state.motorAngleRad, 2);
    Arrays.fill(state.motorTemperatureCelsius, 41);
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    control.begin(7, 0);
    control.tick(new Tick(), state, command, new Track());
    learning.onStart(12_000);
    learning.onEpisode(
        new EpisodeSummary(
            6,
            212,
            new EpisodeSummary.Rewards(91, 0),
            new EpisodeSummary.Motion(0.4, 1.7, 100),
            fall(),
            1));
    port.report(Severity.WARNING, "motor front-left L is hot, 74 degrees");

    browser.awaitText("now-pitch", "11");
    browser.awaitText("episodes", "Fell backward, pitch −41 degrees, after 212 steps");
    browser.awaitText("events", "Motor front-left L is hot");
    browser.awaitText("run-steps", "12 000");
    browser.await(
        "hottest motor beside its plot", () -> browser.text("plots-now").contains("41 °C"));
    browser.await(
        "the robot is drawn from its side, for want of WebGL",
        () ->
            (Boolean)
                browser.script("return document.querySelectorAll('#robot-2d circle').length > 4"));
  }

  @Test
  void robotIsDrawnInThreeDimensionsWithNothingFromElsewhere(
      @TempDir(cleanup = CleanupMode.ALWAYS) Path profile) throws Exception {
    try (Browser able = Browser.open(profile, "--enable-unsafe-swiftshader")) {
      able.driver.get(server.url());
      // The blue of the lower legs, lit.
      able.await("legs are drawn", () -> bluePixels(able.find("robot-3d")) > 200);
      assertThat(able.find("robot-2d").isDisplayed()).isFalse();

      @SuppressWarnings("unchecked")
      List<String> asked =
          (List<String>)
              able.script(
                  "return performance.getEntries().filter(e => e.transferSize !== undefined)"
                      + ".map(e => e.name)");
      assertThat(asked)
          .hasSizeGreaterThan(12)
          .anyMatch(name -> name.contains("three.core"))
          .allSatisfy(name -> assertThat(name).startsWith("http://127.0.0.1:" + server.port()));
      assertThat(able.weight()).isLessThan(1_500_000);
      System.out.printf(
          "page: first paint after %.0f ms (wanted: below 1000), %d kB (wanted: below 1500)%n",
          able.firstPaintMillis(), able.weight() / 1000);
      assertThat(able.complaints()).isEmpty();
    }
  }

  @Test
  void metricsAppearAsTheLearnerDeclaresThem() {
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("critic1_loss", "", "Loss of the first critic").set(0.25);
    metrics.add("critic2_loss", "", "Loss of the second critic").set(0.5);
    metrics.add("surprise", "nat", "A metric that no page knows").set(3.5);
    learning.onUpdates(400, metrics);
    learning.onSteps(1000, 340, Double.NaN);

    browser.await("the metric", () -> browser.text("plots-learning").contains("3.50 nat"));
    assertThat(browser.text("plots-learning"))
        .contains("Surprise", "Critic loss", "0.250, 0.500", "critic1 loss");
    assertThat(browser.text("run-pending")).isEqualTo("340 pending");
  }

  private static long bluePixels(WebElement canvas) {
    try {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream(canvas.getScreenshotAs(OutputType.BYTES)));
      return IntStream.range(0, image.getWidth() * image.getHeight())
          .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
          .filter(rgb -> (rgb & 0xff) - (rgb >> 16 & 0xff) > 70)
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EpisodeEnd fall() {
    return new EpisodeEnd.Termination(new Fall(0, Math.toRadians(-41)));
  }

  @Test
  void lostConnectionIsShownAndComesBack() throws Exception {
    int at = server.port();
    server.close();
    browser.await("the loss is shown", () -> browser.find("lost").isDisplayed());
    assertThat(browser.text("lost")).contains("Connection lost", "switch on the robot");
    assertThat(browser.find("stop").isDisplayed()).isTrue();

    server =
        ConsoleServer.start(
            new ConsoleSettings(true, "127.0.0.1", at, TestPages.TOKEN),
            TestPages.ROBOT,
            port,
            control,
            learning);
    port.ask(4);
    browser.awaitText("phase", "Reset needed");
    browser.await("the warning is gone", () -> !browser.find("lost").isDisplayed());
  }

  @Test
  void whoHasNoTokenIsAskedForIt() throws Exception {
    browser.script("localStorage.clear()");
    browser.driver.navigate().refresh();
    browser.await("the token is asked for", () -> browser.find("token-form").isDisplayed());
    browser.find("stop").click();
    browser.awaitText("answer", "token is missing or wrong");
    assertThat(port.commands).isEmpty();

    browser.find("token").sendKeys(TestPages.TOKEN + Keys.ENTER);
    browser.await("the token was right", () -> !browser.find("token-form").isDisplayed());
    browser.find("stop").click();
    assertThat(nextCommand()).isEqualTo(new OperatorCommand.Stop());
  }

  @Test
  void essentialsCanBeReadInSunlightAndHitWithAThumb() {
    port.ask(1, "roll is 9 degrees; set it level");
    browser.awaitText("request-objections", "Roll is 9 degrees");
    for (String id :
        List.of(
            "phase",
            "reason",
            "stop",
            "reset-done",
            "pause",
            "request-what",
            "request-todo",
            "request-next",
            "request-waiting")) {
      assertThat(contrast("#" + id)).as("contrast of " + id).isGreaterThanOrEqualTo(7);
    }
    assertThat(contrast("#request-objections li")).isGreaterThanOrEqualTo(7);
    for (String id : List.of("stop", "reset-done", "pause", "resume")) {
      assertThat(browser.find(id).getSize().height).as("height of " + id).isGreaterThan(47);
    }
    assertThat(browser.find("state").getDomAttribute("aria-live")).isEqualTo("polite");
    assertThat(browser.find("request").getDomAttribute("role")).isEqualTo("alert");
  }

  @Test
  void trainingContinuesAfterAConfirmedReset(@TempDir Path directory) throws Exception {
    SmallRun run =
        new SmallRun(
            "run.steps=1000000",
            "run.evaluationInterval=1000000",
            "run.checkpointInterval=1000000",
            "safety.tiltLimitDegrees=8",
            "operator.resets=ask",
            "operator.standUp=false",
            "operator.stillSeconds=0");
    String url = run.serve();
    CompletableFuture<Void> training =
        CompletableFuture.runAsync(
            () -> {
              try {
                run.train(directory.resolve("run"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      browser.driver.get(url);
      confirmUntilRunning(run);
      browser.await("the robot falls", () -> fallAsked(run));
      long first = run.desk.view().request().number();
      int episode = run.desk.view().episode();
      browser.awaitText("request-waiting", "Request " + first);
      assertThat(browser.text("request-what")).contains("Fell").contains("degrees");
      browser.driver.navigate().refresh();
      browser.awaitText("request-waiting", "Request " + first);

      confirmUntilRunning(run);
      browser.await("another episode falls", () -> fallAsked(run));
      assertThat(run.desk.view().request().number()).isGreaterThan(first);
      assertThat(run.desk.view().episode()).isGreaterThan(episode);
      browser.awaitText("episodes", "Fell");
      assertThat(Integer.parseInt(browser.text("count-falls"))).isPositive();

      browser.find("stop").click();
      browser.awaitText("phase", "Stopped");
    } finally {
      run.stop();
      run.desk.submit(new OperatorCommand.Release(), "test");
      browser.await("the run ends", () -> endedOrConfirmed(run, training));
    }
  }

  private static boolean fallAsked(SmallRun run) {
    ResetRequest request = run.desk.view().request();
    return request != null && request.what().contains("fell");
  }

  /** Presses what is asked for until an episode runs, or has already ended with a fall. */
  private static void confirmUntilRunning(SmallRun run) {
    long asked = run.desk.view().request() == null ? 0 : run.desk.view().request().number();
    browser.await(
        "an episode runs",
        () -> {
          OperatorView view = run.desk.view();
          if (view.phase() == Phase.RUNNING) {
            return true;
          }
          if (view.request() != null && view.request().number() > asked && asked > 0) {
            return true;
          }
          if (browser.find("reset-done").isDisplayed() && browser.find("reset-done").isEnabled()) {
            browser.find("reset-done").click();
          }
          return false;
        });
  }

  private static boolean endedOrConfirmed(SmallRun run, CompletableFuture<Void> training) {
    ResetRequest request = run.desk.view().request();
    if (request != null) {
      run.desk.submit(new OperatorCommand.ResetDone(request.number()), "test");
    }
    return training.isDone();
  }

  /** Contrast ratio by WCAG 2.1 of an element's text against the first background behind it. */
  private static double contrast(String selector) {
    return ((Number)
            browser.script(
                """
                const light = (css) => {
                  const [r, g, b] = css.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
                      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const element = document.querySelector(arguments[0]);
                let behind = element;
                while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') {
                  behind = behind.parentElement;
                }
                const a = light(getComputedStyle(element).color);
                const b = light(getComputedStyle(behind).backgroundColor);
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                """,
                selector))
        .doubleValue();
  }
}
