"""Makes and reads what phones and others make and read.

payload_read.py make FILE TIME   a photo of 64x48 pixels by Pillow, taken at TIME (2026:01:31 12:00:12, UTC)
payload_read.py read FOLDER      one JSON object of what gpxpy, fastkml, Pillow and Python's own readers find in an export
"""
import csv
import json
import pathlib
import sys

import gpxpy
from fastkml import KML, Placemark
from fastkml.utils import find_all
from PIL import Image

if sys.argv[1] == "make":
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Xperia", "X10 mini", 6
    camera = exif.get_ifd(0x8769)
    camera[0x9003], camera[0x9011] = sys.argv[3], "+00:00"
    picture.save(sys.argv[2], exif=exif)
    sys.exit()

folder = pathlib.Path(sys.argv[2])
gpx = gpxpy.parse((folder / "track.gpx").read_text())
points = [point for track in gpx.tracks for segment in track.segments for point in segment.points]
kml = KML.parse(folder / "track.kml")
photos = {}
for file in sorted((folder / "photos").iterdir()):
    with Image.open(file) as picture:
        picture.load()
        exif = picture.getexif()
        place = exif.get_ifd(0x8825)
        photos[file.name] = {
            "size": picture.size,
            "camera": exif.get(0x0110),
            "orientation": exif.get(0x0112),
            "taken": exif.get_ifd(0x8769).get(0x9003),
            "north": place.get(1),
            "lat": [float(part) for part in place.get(2, ())],
            "lon": [float(part) for part in place.get(4, ())],
            "alt": float(place[6]) if 6 in place else None,
            "clock": [float(part) for part in place.get(7, ())],
            "date": place.get(29),
        }
print(json.dumps({
    "gpx": [[point.time.isoformat(), point.latitude, point.longitude, point.elevation] for point in points],
    "segments": sum(len(track.segments) for track in gpx.tracks),
    "waypoints": [[point.name, point.latitude] for point in gpx.waypoints],
    "kml": len(list(find_all(kml, of_type=Placemark))),
    "geojson": len(json.loads((folder / "track.geojson").read_text())["features"]),
    "fixes": list(csv.DictReader((folder / "fixes.csv").open(newline=""))),
    "table": list(csv.DictReader((folder / "photos.csv").open(newline=""))),
    "photos": photos,
}))
