"""Pictures with pyardrone, an independent AR.Drone client with a decoder of its own.

    video_client.py HOST [COUNT]

Waits for COUNT pictures (default 20) of the drone's video on TCP 5555 and prints what they were as one JSON object:
how many, their size, and how much they differ from one colour (standard deviation of brightness, 0 to 255).
"""
import json
import sys
import time

from pyardrone import ARDrone


def main():
    host = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    drone = ARDrone(host=host)
    seen = {"pictures": 0, "width": 0, "height": 0, "contrast": 0.0}
    last = None
    end = time.monotonic() + 40
    while seen["pictures"] < wanted and time.monotonic() < end:
        frame = drone.frame if drone.video_ready.is_set() else None
        if frame is None or frame is last:
            time.sleep(0.005)
            continue
        last = frame
        seen["pictures"] += 1
        seen["height"], seen["width"] = frame.shape[:2]
        seen["contrast"] = float(frame.std())
    drone.close()
    print(json.dumps(seen))


main()
