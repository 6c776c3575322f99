package minitaur.controller.console.web;

import java.util.ArrayList;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Checks the rendering of a page: contrast by WCAG 2.1, names for assistive technology, size. */
public final class PageChecks {
  /** JavaScript functions for contrast; colors may be translucent. */
  private static final String CONTRAST =
      """
      const parse = (css) => {
        const [r, g, b, a = 1] = css.match(/[\\d.]+/g).map(Number);
        return [r, g, b, a];
      };
      const over = ([r, g, b, a], [R, G, B]) =>
          [a * r + (1 - a) * R, a * g + (1 - a) * G, a * b + (1 - a) * B, 1];
      const light = (color) => {
        const [r, g, b] = color.slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = (element) => {
        const layers = [];
        for (let each = element; each; each = each.parentElement) {
          const color = parse(getComputedStyle(each).backgroundColor);
          layers.push(color);
          if (color[3] === 1) break;
        }
        return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
      };
      const ratio = (one, other) =>
          (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
      const contrast = (element) => {
        const ground = behind(element);
        return ratio(over(parse(getComputedStyle(element).color), ground), ground);
      };
      """;

  private PageChecks() {}

  /** Contrast ratio of an element's text. */
  static double contrast(Browser browser, String selector) {
    return ((Number)
            browser.script(
                CONTRAST + "return contrast(document.querySelector(arguments[0]));", selector))
        .doubleValue();
  }

  /** Shows all hidden parts of the page, and ends color transitions. */
  public static void showHiddenElements(Browser browser) {
    browser.script(
        """
        document.querySelectorAll('button').forEach((each) => { each.style.transition = 'none'; });
        document.querySelectorAll('[hidden]').forEach((each) => each.removeAttribute('hidden'));
        document.querySelectorAll('details').forEach((each) => { each.open = true; });
        document.querySelectorAll('dialog').forEach((each) => { if (!each.open) each.show(); });
        """);
  }

  /**
   * Returns the defects on a desktop and on a phone, in both themes: controls without a name, texts
   * and series with too little contrast, a page or a region of it that scrolls horizontally. Leaves
   * the page at phone size.
   */
  public static List<String> defects(Browser browser) {
    List<String> defects = new ArrayList<>(unnamed(browser));
    for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
      browser.resize(size[0], size[1]);
      for (int theme = 0; theme < 2; theme++) {
        List<String> found = new ArrayList<>(lowContrastTexts(browser));
        found.addAll(lowContrastSeries(browser));
        found.addAll(overflowing(browser));
        String context = "%d x %d, %s: ".formatted(size[0], size[1], theme(browser));
        found.forEach(each -> defects.add(context + each));
        browser.script("switchTheme()");
      }
    }
    return defects;
  }

  private static String theme(Browser browser) {
    return (String) browser.script("return document.documentElement.dataset.theme");
  }

  /** The page or those of its regions that overflow horizontally. */
  @SuppressWarnings("unchecked")
  private static List<String> overflowing(Browser browser) {
    return (List<String>)
        browser.script(
            """
            return [document.documentElement, ...document.querySelectorAll('.scroll')]
                .filter((each) => each.scrollWidth > each.clientWidth)
                .map((each) => `${each.tagName} ${each.getAttribute('aria-labelledby')} scrolls by ${each.scrollWidth - each.clientWidth} px`);
            """);
  }

  /**
   * Texts with too little contrast: below 4.5, or below 3 for large ones. Ignores disabled
   * controls.
   */
  @SuppressWarnings("unchecked")
  private static List<String> lowContrastTexts(Browser browser) {
    return (List<String>)
        browser.script(
            CONTRAST
                + """
                const faint = [];
                for (const element of document.body.querySelectorAll('*')) {
                  const own = [...element.childNodes]
                      .some((each) => each.nodeType === Node.TEXT_NODE && each.textContent.trim());
                  if (!own || element.closest('svg, :disabled, noscript')) continue;
                  if (!element.getClientRects().length) continue;
                  const style = getComputedStyle(element);
                  const size = parseFloat(style.fontSize);
                  const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
                  const found = contrast(element);
                  if (found < (large ? 3 : 4.5)) {
                    faint.push(`${found.toFixed(2)}: ${element.id || element.className || element.tagName} "${element.textContent.trim().slice(0, 40)}"`);
                  }
                }
                return faint;
                """);
  }

  /** Series of plots whose lines have a contrast below 3 against the plot. */
  @SuppressWarnings("unchecked")
  private static List<String> lowContrastSeries(Browser browser) {
    return (List<String>)
        browser.script(
            CONTRAST
                + """
                const probe = document.body.appendChild(document.createElement('span'));
                const resolved = (name) => {
                  probe.style.color = `var(${name})`;
                  return parse(getComputedStyle(probe).color);
                };
                const paper = resolved('--paper');
                const faint = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `--c${i}`)
                    .filter((name) => ratio(resolved(name), paper) < 3);
                probe.remove();
                return faint;
                """);
  }

  /** Controls, images and regions without a name for assistive technology. */
  private static List<String> unnamed(Browser browser) {
    return browser
        .driver
        .findElements(
            By.cssSelector(
                "button, input, canvas[role], dialog, progress, summary, section, ul.counts,"
                    + " svg[role=img], [role=img], [role=region], [role=group]"))
        .stream()
        .filter(element -> element.getAccessibleName().isBlank())
        .map(PageChecks::describe)
        .toList();
  }

  private static String describe(WebElement element) {
    return element.getTagName() + " " + element.getDomAttribute("id");
  }

  /** Pixels by which the page is wider than its window. */
  static long overflow(Browser browser) {
    return ((Number)
            browser.script(
                "return document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth"))
        .longValue();
  }
}
