package minitaur.sim.mocap;

import minitaur.sim.device.MotionCaptureProfile;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the emulated motion-capture servers, which listen on the local host only.
 *
 * @param vrpn port of a VRPN server, 0 for any free port; null for none
 * @param natNet command port of a NatNet server, 0 for any free port; null for none
 * @param qtm port of a QTM server, 0 for any free port; null for none
 * @param body name of the robot's body
 * @param motionCapture rate, noise and delay
 * @param dropoutFraction fraction of frames in which the robot is not tracked, 0 to 1
 * @param multicast interface on which NatNet sends multicast frames; null for unicast
 */
public record EmulatedMocapSettings(
    @Nullable Integer vrpn,
    @Nullable Integer natNet,
    @Nullable Integer qtm,
    String body,
    MotionCaptureProfile motionCapture,
    double dropoutFraction,
    @Nullable String multicast) {}
