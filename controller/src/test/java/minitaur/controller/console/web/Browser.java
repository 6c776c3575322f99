package minitaur.controller.console.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The installed Chromium in headless mode. Tests are skipped when there is none. */
public final class Browser implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String[] CHROMIUM = {"/usr/bin/chromium", "/usr/bin/chromium-browser"};
  private static final String[] DRIVER = {
    "/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"
  };

  public final ChromeDriver driver;
  private final ChromeDriverService service;

  private Browser(ChromeDriver driver, ChromeDriverService service) {
    this.driver = driver;
    this.service = service;
  }

  /**
   * Starts a browser, or skips the test.
   *
   * @param profile an empty directory for the browser profile
   * @param extraFlags additional flags. Not modified.
   */
  public static Browser open(Path profile, String... extraFlags) {
    Path chromium = findExecutable(CHROMIUM, "chromium");
    Path chromedriver = findExecutable(DRIVER, "chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1440,900",
        "--user-data-dir=" + profile);
    options.addArguments(extraFlags);
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    // With its path set, Selenium searches for no driver and downloads none.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), service);
  }

  private static Path findExecutable(String[] candidates, String debianPackage) {
    for (String candidate : candidates) {
      if (Files.isExecutable(Path.of(candidate))) {
        return Path.of(candidate);
      }
    }
    return Assumptions.abort(debianPackage + " is not installed");
  }

  public WebElement find(String id) {
    return driver.findElement(By.id(id));
  }

  public String text(String id) {
    return find(id).getText();
  }

  /** Waits until {@code condition} is true. */
  public void await(String description, Supplier<Boolean> condition) {
    new WebDriverWait(driver, DEADLINE, Duration.ofMillis(50))
        .withMessage(description)
        .ignoring(RuntimeException.class)
        .until(any -> condition.get());
  }

  public void awaitText(String id, String expected) {
    await(id + " shows " + expected, () -> text(id).contains(expected));
  }

  public Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Bytes received for the page and its files, including headers. */
  long transferredBytes() {
    return ((Number)
            script(
                "return performance.getEntries().reduce((sum, e) => sum + (e.transferSize ?? 0),"
                    + " 0)"))
        .longValue();
  }

  /** Sets the size of the page, as on a screen of that many pixels. */
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** Resets the page to the size of the window. */
  public void resetSize() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** Time from the request to the first text or image, ms. */
  double firstPaintMillis() {
    return ((Number)
            script(
                "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ??"
                    + " NaN"))
        .doubleValue();
  }

  /** Messages in the log of the browser since the last call. */
  public List<String> severeLogMessages() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() throws IOException {
    try {
      driver.quit();
    } finally {
      service.stop();
    }
  }
}
