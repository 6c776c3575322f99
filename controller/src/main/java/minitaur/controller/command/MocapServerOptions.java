package minitaur.controller.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that ask for emulated motion-capture servers. */
final class MocapServerOptions {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--vrpn",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "3883",
      description = "Be a VRPN server too, on this port; usually ${FALLBACK-VALUE}.")
  private @Nullable Integer vrpn;

  @Option(
      names = "--natnet",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "1510",
      description = "Be OptiTrack Motive too, on this command port; usually ${FALLBACK-VALUE}.")
  private @Nullable Integer natNet;

  @Option(
      names = "--qtm",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "22223",
      description = "Be Qualisys Track Manager too, on this port; usually ${FALLBACK-VALUE}.")
  private @Nullable Integer qtm;

  @Option(
      names = "--mocap-body",
      paramLabel = "NAME",
      defaultValue = "Minitaur",
      description = "What the servers call the robot; default ${DEFAULT-VALUE}.")
  private String body = "Minitaur";

  @Option(
      names = "--mocap-rate",
      paramLabel = "HZ",
      defaultValue = "120",
      description = "Frames a second; default ${DEFAULT-VALUE}.")
  private double rateHz;

  @Option(
      names = "--mocap-noise",
      paramLabel = "M",
      defaultValue = "0.0001",
      description = "Noise of each coordinate, m; default ${DEFAULT-VALUE}.")
  private double noise;

  @Option(
      names = "--mocap-delay",
      paramLabel = "S",
      defaultValue = "0.0054",
      description = "From exposure to transmission, s; default ${DEFAULT-VALUE}.")
  private double delay;

  @Option(
      names = "--mocap-drop-outs",
      paramLabel = "P",
      defaultValue = "0",
      description = "Share of frames in which the robot is not seen.")
  private double dropOuts;

  @Option(
      names = "--mocap-multicast",
      paramLabel = "INTERFACE",
      description = "NatNet: send frames to the multicast group by this network interface.")
  private @Nullable String multicast;

  MocapServerRequest request() {
    requirePort("--vrpn", vrpn);
    requirePort("--natnet", natNet);
    requirePort("--qtm", qtm);
    require(rateHz >= 1 && rateHz <= 1000, "--mocap-rate", rateHz, "1 to 1000");
    require(noise >= 0 && noise <= 1, "--mocap-noise", noise, "0 to 1");
    require(delay >= 0 && delay <= 1, "--mocap-delay", delay, "0 to 1");
    require(dropOuts >= 0 && dropOuts <= 1, "--mocap-drop-outs", dropOuts, "0 to 1");
    require(
        multicast == null || natNet != null,
        "--mocap-multicast",
        String.valueOf(multicast),
        "only with --natnet");
    return new MocapServerRequest(
        vrpn, natNet, qtm, body, rateHz, noise, delay, dropOuts, multicast);
  }

  private void requirePort(String option, @Nullable Integer port) {
    require(
        port == null || (port >= 0 && port <= 65_535),
        option,
        String.valueOf(port),
        "0 (any that is free) to 65535");
  }

  private void require(boolean possible, String option, Object value, String allowed) {
    if (!possible) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; allowed: " + allowed);
    }
  }
}
