package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.controller.console.web.Browser;
import minitaur.controller.console.web.PageChecks;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Tests the page of a sweep in a real browser. */
class SweepPageTest {
  @TempDir private Path temporary;

  private SweepPlan plan() throws IOException {
    return SweepPlan.read(
        Files.writeString(
            temporary.resolve("learners.yaml"),
            "grid: {learner.name: [paper, droq]}\nseeds: [0, 1]\n"));
  }

  private static void writeEvaluations(SweepDirectory directory, SweepRow row, String evaluations)
      throws IOException {
    Files.createDirectories(directory.run(row));
    Files.writeString(
        directory.run(row).resolve("progress.csv"), "step,evaluation_return_mean\n" + evaluations);
  }

  @Test
  void showsCurvesAndRowsInEveryLayout(@TempDir(cleanup = CleanupMode.ALWAYS) Path profile)
      throws IOException {
    SweepPlan plan = plan();
    SweepDirectory directory = new SweepDirectory(temporary.resolve("sweep"));
    writeEvaluations(directory, plan.rows().get(0), "1000,10\n2000,30\n3000,310\n");
    writeEvaluations(directory, plan.rows().get(1), "1000,20\n2000,50\n");
    writeEvaluations(directory, plan.rows().get(2), "1500,40\n");
    directory.recordOutcome(plan.rows().get(0), 0, "");
    directory.recordOutcome(plan.rows().get(3), 1, "the learner diverged at step 1200");
    try (SweepPage page = SweepPage.start(plan, directory, 0, new SystemClock());
        Browser browser = Browser.open(profile, "--disable-3d-apis")) {
      browser.driver.get(page.url());
      browser.awaitText("summary", "4 rows");
      assertThat(browser.text("summary")).contains("1 done", "1 failed");
      assertThat(browser.text("rows")).contains("The learner diverged at step 1200");
      assertThat(browser.text("curve")).contains("(2 seeds)");

      WebElement stage = browser.driver.findElement(By.cssSelector("#curve .plot-stage"));
      browser.await(
          "the mean of two seeds under the pointer",
          () -> {
            // At two thirds of the steps; the axis occupies 42 pixels.
            int x = stage.getSize().width / 6 + 10;
            new Actions(browser.driver).moveToElement(stage, x, 0).moveByOffset(3, 0).perform();
            return stage.getText().contains("step 2 000") && stage.getText().contains(": 40");
          });
      browser.driver.findElement(By.cssSelector("#curve button")).click();
      assertThat(browser.find("plot-dialog-stage").isDisplayed()).isTrue();
      PageChecks.showHiddenElements(browser);
      assertThat(PageChecks.defects(browser)).isEmpty();
      assertThat(browser.severeLogMessages()).isEmpty();
    }
  }
}
