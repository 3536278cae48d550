"""A flight with pyardrone, an independent AR.Drone client: take-off, a look around, landing.

    pyardrone_flight.py HOST

Prints what the client saw as one JSON object. What pyardrone 0.6.1 does not do is done here:

- it dies on the full navdata of firmware 2.4.8, so the drone is asked for demo navdata before anything else;
- it asks for navdata once, so it is asked for again while it is silent;
- it sends a watchdog command twice a second and nothing else, so REF is sent every 30 ms.
"""
import json
import sys
import time

from pyardrone import ARDrone, at

TICK = 0.03


class Flight:
    def __init__(self, host):
        self.drone = ARDrone(host=host)
        self.host = host
        self.seen = {"states": [], "highest_mm": 0, "flew": False}

    def look(self):
        drone = self.drone
        if not drone.navdata_ready.is_set():
            drone.navdata_client.sock.sendto(b"\x01\x00\x00\x00", (self.host, 5554))
            return
        self.seen["flew"] |= drone.state.fly_mask
        self.seen["flying"] = drone.state.fly_mask
        demo = getattr(drone.navdata, "demo", None)
        if demo is None:
            return
        self.seen["battery_percent"] = demo.vbat_flying_percentage
        self.seen["altitude_mm"] = demo.altitude
        self.seen["highest_mm"] = max(self.seen["highest_mm"], demo.altitude)
        major = demo.ctrl_state >> 16
        if not self.seen["states"] or self.seen["states"][-1] != major:
            self.seen["states"].append(major)

    def loop(self, send, done, seconds):
        """Sends every 30 ms until `done` holds; false when the time is over first."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            send()
            self.look()
            if done():
                return True
            time.sleep(TICK)
        return False

    def ask_for_demo(self):
        # The drone takes a key while its acknowledge bit is down; CTRL 5 brings it down.
        if self.drone.navdata_ready.is_set() and self.drone.state.command_mask:
            self.drone.send(at.CTRL(5, 0))
        else:
            self.drone.send(at.CONFIG("general:navdata_demo", "TRUE"))

    def fly(self):
        seen, drone = self.seen, self.drone
        seen["demo"] = self.loop(self.ask_for_demo, lambda: "battery_percent" in seen, 10)
        seen["took_off"] = self.loop(drone.takeoff, lambda: seen["states"][-1:] == [4], 20)
        self.loop(lambda: drone.move(cw=0.5), lambda: seen["states"][-1:] == [3], 3)
        seen["landed"] = self.loop(drone.land, lambda: not seen["flying"], 20)


flight = Flight(sys.argv[1])
try:
    flight.fly()
finally:
    flight.drone.close()
print(json.dumps(flight.seen))
