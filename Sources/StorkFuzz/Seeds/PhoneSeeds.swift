/// One request of each app, all for the same fix.
enum PhoneSeeds {
    private static let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xD9]

    private static func json(_ target: String, _ body: String) -> [UInt8] {
        PhoneFuzzing.input(0, target, Array(body.utf8))
    }

    static var requests: [[UInt8]] {
        let query =
            "id=side&timestamp=1700000000&lat=59.97&lon=11.05&speed=5.94&bearing=90&altitude=143&accuracy=6&batt=71"
        var form = "\r\n"
        for (name, value) in [
            ("action", "addpos"), ("trackid", "1"), ("time", "1700000000"), ("lat", "59.97"), ("lon", "11.05"),
            ("speed", "3.06"),
        ] {
            form += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        form +=
            "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"u\"\r\nContent-Type: image/jpeg\r\n\r\n"
        let position = "\"lat\":59.97,\"lon\":11.05"
        let place = "\"latitude\":59.97,\"longitude\":11.05,\"altitude\":143,\"speed\":3.06"
        return [
            json(
                "owntracks", "{\"_type\":\"location\",\(position),\"tst\":1700000000,\"acc\":6,\"vel\":11,\"batt\":71}"),
            PhoneFuzzing.input(1, "osmand?" + query, []), PhoneFuzzing.input(1, "log", Array(query.utf8)),
            PhoneFuzzing.input(6, "osmand-app?id=a&lat=59.97&lon=11.05&timestamp=1700000000000&hdop=6", []),
            PhoneFuzzing.input(6, "gpslogger?lat=59.97&lon=11.05&acc=6&spd=3.06&timestamp=1700000000&batt=71.0", []),
            json(
                "overland",
                """
                {"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[11.05,59.97]},"properties":
                {"timestamp":"2023-11-14T22:13:20Z","speed":3.06,"horizontal_accuracy":6,"battery_level":0.71}}]}
                """),
            PhoneFuzzing.input(2, "client/index.php", Array(form.utf8) + picture + Array("\r\n--b--\r\n".utf8)),
            json(
                "traccar",
                """
                {"location":{"timestamp":"2023-11-14T22:13:20.000Z","coords":{\(place),"accuracy":6,"heading":-1},
                "battery":{"level":0.71}},"device_id":"side"}
                """),
            json(
                "sensorlogger",
                """
                {"messageId":1,"deviceId":"side","payload":[{"name":"location","time":1700000000000000000,"values":
                {\(place),"bearing":90,"horizontalAccuracy":6}}]}
                """),
            json("ipwebcam?device=side", "{\"gps\":{\(place),\"time\":1700000000000}}"),
            PhoneFuzzing.input(3, "photo?time=1700000000", picture),
            PhoneFuzzing.input(
                4, "gpx",
                Array(
                    """
                    <gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg><trkpt lat="59.97" lon="11.05">
                    <ele>143</ele><time>2023-11-14T22:13:20Z</time></trkpt></trkseg></trk></gpx>
                    """.utf8)),
            PhoneFuzzing.input(5, "csv", Array("time,lat,lon,speed\n2023-11-14T22:13:20Z,59.97,11.05,3.06\n".utf8)),
        ]
    }
}
