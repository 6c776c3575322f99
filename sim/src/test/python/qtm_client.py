"""Qualisys' own Python client reads the emulated server: prints one JSON object."""

import asyncio
import json
import sys
import xml.etree.ElementTree as xml

import qtm_rt


async def main(port):
    # The SDK's default version of the protocol.
    connection = await qtm_rt.connect("127.0.0.1", port=port)
    if connection is None:
        raise SystemExit("the server refused the connection or the version")
    seen = {
        "version": (await connection.qtm_version()).decode(),
        "byteOrder": (await connection.byte_order()).decode(),
        "state": (await connection.get_state()).name,
    }
    root = xml.fromstring(await connection.get_parameters(parameters=["6d"]))
    seen["root"] = root.tag
    seen["names"] = [name.text for name in root.iter("Name")]
    packets = asyncio.Queue()
    await connection.stream_frames(components=["6d"], on_packet=packets.put_nowait)
    frames = []
    for _ in range(5):
        packet = await asyncio.wait_for(packets.get(), 10)
        header, bodies = packet.get_6d()
        position, rotation = bodies[0]
        frames.append(
            {
                "frame": packet.framenumber,
                "bodies": header.body_count,
                "position": [position.x, position.y, position.z],
                "rotation": list(rotation.matrix),
                "secondLost": bodies[1][0].x != bodies[1][0].x,
            }
        )
    await connection.stream_frames_stop()
    seen["frames"] = frames
    connection.disconnect()
    print(json.dumps(seen))


asyncio.run(main(int(sys.argv[1])))
