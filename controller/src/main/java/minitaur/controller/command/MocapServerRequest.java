package minitaur.controller.command;

import org.jspecify.annotations.Nullable;

/**
 * Emulated motion capture that is asked for. Servers listen on this computer only.
 *
 * @param vrpn port of a VRPN server, 0 for any that is free; null for none
 * @param natNet command port of a NatNet server, 0 for any that is free; null for none
 * @param qtm port of a QTM server, 0 for any that is free; null for none
 * @param body what they call the robot
 * @param rateHz frames a second
 * @param noiseMetres standard deviation of each coordinate
 * @param delaySeconds from capture to transmission
 * @param dropOuts share of frames in which the robot is not seen, 0 to 1
 * @param multicast interface that NatNet's frames leave by to their multicast group; null for
 *     unicast
 */
public record MocapServerRequest(
    @Nullable Integer vrpn,
    @Nullable Integer natNet,
    @Nullable Integer qtm,
    String body,
    double rateHz,
    double noiseMetres,
    double delaySeconds,
    double dropOuts,
    @Nullable String multicast) {}
