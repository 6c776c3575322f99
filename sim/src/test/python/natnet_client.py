"""An independent NatNet client reads the emulated server: prints one JSON object.

Arguments: command port, and the NatNet version to ask for, such as 3.1; without it the server's own.
"""

import json
import sys
import time

from natnet import NatNetClient, Version
from natnet.data_descriptions import ForcePlateDescription


def skip_force_plate(buffer, _version):
    """Of the four corners, version 0.3.0 of the client reads three."""
    buffer.read_uint32()
    buffer.read_string()
    buffer.read_float32_array(2 + 3 + 12 * 12 + 4 * 3)
    buffer.read_uint32()
    buffer.read_uint32()
    for _ in range(buffer.read_uint32()):
        buffer.read_string()


ForcePlateDescription.read_from_buffer = staticmethod(skip_force_plate)
client = NatNetClient(command_port=int(sys.argv[1]), use_multicast=False)
frames, models = [], []
client.on_data_frame_received_event.handlers.append(frames.append)
client.on_data_description_received_event.handlers.append(models.append)


def pump(condition):
    deadline = time.time() + 20
    while not condition():
        if time.time() > deadline:
            raise SystemExit("nothing came")
        client.update_sync()
        time.sleep(0.005)


with client:
    if len(sys.argv) > 2:
        # Reading begins again in the other version.
        client.protocol_version = Version(*map(int, sys.argv[2].split(".")))
        # Frames on their way are still of the other version.
        for _ in range(10_000):
            try:
                client.update_sync()
                break
            except Exception:
                continue
        frames.clear()
    client.request_modeldef()
    pump(lambda: models and len(frames) >= 5)
    print(
        json.dumps(
            {
                "application": client.server_info.application_name,
                "version": str(client.protocol_version.truncate(2)),
                "names": [body.name for body in models[0].rigid_bodies],
                "ids": [body.id_num for body in models[0].rigid_bodies],
                "frames": [
                    {
                        "number": frame.prefix.frame_number,
                        "ids": [body.id_num for body in frame.rigid_bodies],
                        "position": list(frame.rigid_bodies[0].pos),
                        "rotation": list(frame.rigid_bodies[0].rot),
                        "tracked": [body.tracking_valid for body in frame.rigid_bodies],
                        "stamp": frame.suffix.timestamp,
                    }
                    for frame in frames[:5]
                ],
            }
        )
    )
