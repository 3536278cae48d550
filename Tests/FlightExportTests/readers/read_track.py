"""Reads a GPX or KML file with other people's libraries and says what is in it as JSON."""
import json
import sys

path = sys.argv[1]
if path.endswith(".gpx"):
    import gpxpy

    with open(path) as file:
        gpx = gpxpy.parse(file)
    segments = [s for t in gpx.tracks for s in t.segments]
    points = [[p.latitude, p.longitude, p.elevation, p.time.timestamp()] for s in segments for p in s.points]
    result = {"name": gpx.tracks[0].name, "description": gpx.description, "segments": len(segments), "points": points}
else:
    from fastkml import KML, Placemark
    from fastkml.utils import find_all

    kml = KML.parse(path)
    document = kml.features[0]
    marks = list(find_all(kml, of_type=Placemark))
    points = [
        [item.coord.y, item.coord.x, item.coord.z, item.when.dt.timestamp()]
        for mark in marks for item in mark.kml_geometry.track_items]
    result = {"name": document.name, "description": document.description, "segments": len(marks), "points": points}
print(json.dumps(result))
