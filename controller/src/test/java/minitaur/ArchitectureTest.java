package minitaur;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Checks the dependencies between modules, areas and libraries. It is in the controller because
 * only the controller depends on all modules.
 */
@AnalyzeClasses(packages = "minitaur", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String HAL = "minitaur.hal..";
  private static final String SIM = "minitaur.sim..";
  private static final String CALIBRATION = "minitaur.calibration..";
  private static final String CONTROLLER = "minitaur.controller..";

  private static final String ROOT = "minitaur.controller.";

  /**
   * The areas of the controller, from the top down. A class may use its own area and those below
   * it; the packages inside an area are internal to it.
   */
  private static final List<String> AREAS =
      List.of(
          "command",
          "sweep",
          "verify",
          "remote",
          "console",
          "train",
          "settings",
          "lifecycle",
          "operator",
          "robot",
          "record",
          "episode",
          "external",
          "learn",
          "task",
          "format",
          "run",
          "config");

  private static final String COMMAND = area("command");
  private static final String WEB = "minitaur.controller.console.web..";
  private static final String VERIFY = area("verify");
  private static final String REMOTE = area("remote");
  private static final String ROBOT = area("robot");
  private static final String TRAIN = area("train");
  private static final String NN = "minitaur.controller.learn.nn..";

  // --- Modules, in one direction ---

  @ArchTest
  static final ArchRule halUsesNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(HAL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SIM, CALIBRATION, CONTROLLER);

  @ArchTest
  static final ArchRule simUsesOnlyHal =
      noClasses()
          .that()
          .resideInAPackage(SIM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CALIBRATION, CONTROLLER)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule calibrationUsesOnlyHal =
      noClasses()
          .that()
          .resideInAPackage(CALIBRATION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SIM, CONTROLLER)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("minitaur.(**)").should().beFreeOfCycles();

  // --- Areas of the controller ---

  @ArchTest
  static void areasDependOnlyOnAreasBelow(JavaClasses classes) {
    for (int i = 1; i < AREAS.size(); i++) {
      String[] above =
          AREAS.subList(0, i).stream().map(ArchitectureTest::area).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(area(AREAS.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ArchTest
  static void guideNamesTheAreasInOrder(JavaClasses classes) throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "architecture.md"));
    assertThat(guide).contains("  " + String.join(" --> ", AREAS) + "\n");
    int row = 0;
    for (String area : AREAS) {
      row = guide.indexOf("\n| `" + area + "` | ", row);
      assertThat(row).as(area).isNotNegative();
    }
  }

  @ArchTest
  static final ArchRule everyClassBelongsToAnArea =
      classes()
          .that()
          .resideInAPackage(CONTROLLER)
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAnyPackage(AREAS.stream().map(ArchitectureTest::area).toArray(String[]::new));

  @ArchTest
  static final ArchRule learnersUseOnlyNetworksAndRandomStreams =
      classes()
          .that()
          .resideInAPackage("minitaur.controller.learn..")
          .and()
          .resideOutsideOfPackages(
              "minitaur.controller.learn.policy..", "minitaur.controller.learn.replay..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "minitaur.controller.learn..",
              "minitaur.controller.config..",
              "minitaur.hal.random..",
              "minitaur.hal.settings..",
              "org.bytedeco..",
              "org.ejml..",
              "org.apache.commons.numbers..",
              "org.slf4j..",
              "java..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule onlyComposingAreasUseTheSimulator =
      noClasses()
          .that()
          .resideInAPackage(CONTROLLER)
          .and()
          .resideOutsideOfPackages(COMMAND, ROBOT, TRAIN, VERIFY)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SIM);

  @ArchTest
  static final ArchRule fileFormatsAreIndependentOfTheRobot =
      noClasses()
          .that()
          .resideInAPackage(area("format"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(HAL, SIM).and(resideOutsideOfPackage("minitaur.hal.file..")));

  // --- Libraries, each behind one package ---

  @ArchTest static final ArchRule serialPorts = library("jssc..", "minitaur.hal.serial..");

  @ArchTest static final ArchRule kubernetes = library("io.fabric8..", area("sweep"));

  @ArchTest static final ArchRule openBlas = library("org.bytedeco.openblas..", NN);

  @ArchTest
  static final ArchRule openCv = library("org.bytedeco.opencv..", "minitaur.calibration.camera..");

  @ArchTest
  static final ArchRule javaCv = library("org.bytedeco.javacv..", "minitaur.calibration.camera..");

  /** Everything else must work without the native library of the camera. */
  @ArchTest
  static final ArchRule camera =
      library(
          "minitaur.calibration.camera..", "minitaur.calibration.camera..", COMMAND, ROBOT, VERIFY);

  @ArchTest
  static final ArchRule javaCpp =
      library("org.bytedeco.javacpp..", NN, "minitaur.calibration.camera..");

  @ArchTest
  static final ArchRule ejml = library("org.ejml..", NN, "minitaur.hal.mocap..", CALIBRATION);

  @ArchTest static final ArchRule javalin = library("io.javalin..", WEB, REMOTE);

  @ArchTest static final ArchRule jetty = library("org.eclipse.jetty..", WEB, REMOTE);

  // --- Determinism: the same seed gives the same bits, on every platform and at every speed ---

  @ArchTest
  static final ArchRule loopsDoNotReadTheWallClock =
      noClasses()
          .that()
          .resideOutsideOfPackages(COMMAND, WEB, TRAIN)
          .should()
          .callMethodWhere(readsTheWallClock());

  /** Jumps of the wall clock, such as after a time synchronization, must have no effect. */
  @ArchTest
  static final ArchRule collectorAndTrainerDoNotUseTheWallClock =
      noClasses()
          .that()
          .resideInAPackage(REMOTE)
          .should()
          .dependOnClassesThat(
              named(
                  "java.time.Clock",
                  "java.time.Instant",
                  "java.time.InstantSource",
                  "java.util.Date",
                  "java.nio.file.attribute.FileTime"));

  @ArchTest
  static final ArchRule randomNumbersComeFromNamedStreams =
      noClasses()
          .should()
          .dependOnClassesThat(
              named(
                  "java.util.Random",
                  "java.util.SplittableRandom",
                  "java.util.concurrent.ThreadLocalRandom"))
          .orShould()
          .callMethod(Math.class, "random");

  /** A token must not be predictable; everything else must be reproducible. */
  @ArchTest
  static final ArchRule onlyTheTokenOfTheConsoleHasNoSeed =
      noClasses()
          .that()
          .resideOutsideOfPackage(WEB)
          .should()
          .dependOnClassesThat(named("java.security.SecureRandom"));

  @ArchTest
  static final ArchRule simulationUsesStrictMath =
      noClasses()
          .that()
          .resideInAnyPackage(SIM, "minitaur.hal.leg..", "minitaur.hal.motor..")
          .should()
          .callMethodWhere(differsBetweenPlatforms())
          .allowEmptyShould(true);

  // --- Size ---

  @ArchTest
  static final ArchRule constructorsHaveAtMostSevenParameters =
      constructors()
          .should(
              new ArchCondition<JavaConstructor>("have at most 7 parameters") {
                @Override
                public void check(JavaConstructor constructor, ConditionEvents events) {
                  int count = constructor.getRawParameterTypes().size();
                  events.add(
                      new SimpleConditionEvent(
                          constructor,
                          count <= 7,
                          constructor.getFullName() + " has " + count + " parameters"));
                }
              });

  // --- State, output and names ---

  @ArchTest
  static final ArchRule staticStateIsFinal = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule onlyOperatorInterfacesPrint =
      noClasses()
          .that()
          .resideOutsideOfPackages(COMMAND, WEB)
          .and()
          .doNotHaveSimpleName("HostWatchdogMain") // The entry point of a separate process.
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule logsGoThroughSlf4j =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule classNamesAreSpecific =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)");

  @ArchTest
  static final ArchRule controlDoesNotUseThePage =
      noClasses()
          .that()
          .resideInAnyPackage(
              HAL, SIM, CALIBRATION, TRAIN, ROBOT, "minitaur.controller.console.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(WEB);

  private static String area(String name) {
    return ROOT + name + "..";
  }

  private static ArchRule library(String library, String... users) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    Set<String> set = Set.of(names);
    return describe("are one of " + set, c -> set.contains(c.getName()));
  }

  private static DescribedPredicate<JavaCall<?>> readsTheWallClock() {
    return describe(
        "reads the wall clock",
        call -> {
          String owner = call.getTargetOwner().getName();
          String method = call.getTarget().getName();
          return switch (method) {
            case "currentTimeMillis" -> owner.equals("java.lang.System");
            case "now" -> owner.startsWith("java.time.");
            case "systemUTC", "systemDefaultZone" -> owner.equals("java.time.Clock");
            default -> false;
          };
        });
  }

  private static DescribedPredicate<JavaCall<?>> differsBetweenPlatforms() {
    Set<String> functions =
        Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
            "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");
    return describe(
        "differs between platforms (use StrictMath)",
        call ->
            call.getTargetOwner().isEquivalentTo(Math.class)
                && functions.contains(call.getTarget().getName()));
  }
}
