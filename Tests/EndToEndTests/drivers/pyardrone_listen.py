"""Listens with pyardrone, an independent AR.Drone client, to whatever sends navdata.

    pyardrone_listen.py HOST COUNT

Prints a JSON list when that many packets came, or after 30 s: of each packet that pyardrone took and understood, in its
order, the bytes in hexadecimal, and the altitude and the battery as pyardrone read them.
"""
import json
import sys
import time

from pyardrone import ARDrone
from pyardrone.navdata import NavData

seen = []
understand = NavData.__init__


def note(self, buffer):
    understand(self, buffer)
    demo = getattr(self, "demo", None)
    seen.append({
        "bytes": bytes(buffer).hex(),
        "altitude_mm": demo.altitude if demo is not None else None,
        "battery_percent": demo.vbat_flying_percentage if demo is not None else None,
    })


NavData.__init__ = note
host, count = sys.argv[1], int(sys.argv[2])
# Wakes navdata by itself, and starts a thread that listens.
drone = ARDrone(host=host)
end = time.monotonic() + 30
while len(seen) < count and time.monotonic() < end:
    time.sleep(0.05)
print(json.dumps(seen))
drone.close()
