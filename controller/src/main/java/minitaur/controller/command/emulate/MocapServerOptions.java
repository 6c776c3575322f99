package minitaur.controller.command.emulate;

import minitaur.controller.command.options.OptionCheck;
import minitaur.controller.command.options.OptionHeading;
import minitaur.sim.device.MotionCaptureProfile;
import minitaur.sim.mocap.EmulatedMocapSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Emulated motion-capture servers. */
@OptionHeading("Motion capture")
public final class MocapServerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--vrpn",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "3883",
      description = "Run a VRPN server; PORT defaults to ${FALLBACK-VALUE}. Default: none.")
  private @Nullable Integer vrpn;

  @Option(
      names = "--natnet",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "1510",
      description =
          "Run a NatNet server (OptiTrack Motive); the command port PORT defaults to"
              + " ${FALLBACK-VALUE}. Default: none.")
  private @Nullable Integer natNet;

  @Option(
      names = "--qtm",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "22223",
      description =
          "Run a Qualisys Track Manager server; PORT defaults to ${FALLBACK-VALUE}. Default: none.")
  private @Nullable Integer qtm;

  @Option(
      names = "--mocap-body",
      paramLabel = "NAME",
      defaultValue = "Minitaur",
      description = "Name of the robot's body.")
  private String body;

  @Option(
      names = "--mocap-rate",
      paramLabel = "HZ",
      defaultValue = "120",
      description = "Frame rate.")
  private double rateHz;

  @Option(
      names = "--mocap-noise",
      paramLabel = "M",
      defaultValue = "0.0001",
      description = "Standard deviation of each coordinate, m.")
  private double noise;

  @Option(
      names = "--mocap-delay",
      paramLabel = "S",
      defaultValue = "0.0054",
      description = "Delay from exposure to transmission, s.")
  private double delay;

  @Option(
      names = "--mocap-drop-outs",
      paramLabel = "P",
      defaultValue = "0",
      description = "Share of frames in which the robot is not tracked.")
  private double dropOuts;

  @Option(
      names = "--mocap-multicast",
      paramLabel = "INTERFACE",
      description = "NatNet: send multicast frames on this network interface. Default: unicast.")
  private @Nullable String multicast;

  /** The selected servers. */
  EmulatedMocapSettings settings() {
    requirePort("--vrpn", vrpn);
    requirePort("--natnet", natNet);
    requirePort("--qtm", qtm);
    OptionCheck.require(spec, rateHz >= 1 && rateHz <= 1000, "--mocap-rate", rateHz, "1 to 1000");
    OptionCheck.require(spec, noise >= 0 && noise <= 1, "--mocap-noise", noise, "0 to 1");
    OptionCheck.require(spec, delay >= 0 && delay <= 1, "--mocap-delay", delay, "0 to 1");
    OptionCheck.require(
        spec, dropOuts >= 0 && dropOuts <= 1, "--mocap-drop-outs", dropOuts, "0 to 1");
    OptionCheck.requireUsed(spec, natNet != null, "--natnet", "--mocap-multicast");
    OptionCheck.requireUsed(
        spec,
        vrpn != null || natNet != null || qtm != null,
        "--vrpn, --natnet or --qtm",
        "--mocap-body",
        "--mocap-rate",
        "--mocap-noise",
        "--mocap-delay",
        "--mocap-drop-outs");
    return new EmulatedMocapSettings(
        vrpn,
        natNet,
        qtm,
        body,
        new MotionCaptureProfile(rateHz, noise, delay),
        dropOuts,
        multicast);
  }

  private void requirePort(String option, @Nullable Integer port) {
    OptionCheck.require(
        spec,
        port == null || (port >= 0 && port <= 65_535),
        option,
        port,
        "0 (any free port) to 65535");
  }
}
