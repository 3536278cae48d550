import DroneModel

extension FlightReportPage {
    /// The curves over time, with the states behind and the events beneath them.
    static func plots(_ digest: FlightDigest) -> Markup {
        let time = AxisScale(holding: 0...max(1, digest.duration), spacing: .time, ticks: 10)
        let scenery = TimeScenery(digest, scale: time)
        let plots = [
            height(digest, time), attitude(digest, time), yaw(digest, time), speeds(digest, time),
            motors(digest, time), charge(digest, time), volts(digest, time), gaps(digest, time), wifi(digest, time),
            vibration(digest, time),
        ].map { plot in
            var plot = plot
            plot.backdrop = scenery.backdrop
            plot.overlay = scenery.ticks
            return plot.markup
        }
        return .group(
            [
                .element(
                    "p", ["class": "note"],
                    "Point at a curve, or move with the arrow keys, to read all values at that moment. Each curve keeps "
                        + "the lowest and the highest value of every slice of time. Where nothing was heard for half a "
                        + "second the line is broken; nothing is interpolated."),
                scenery.definitions, scenery.key,
            ] + plots)
    }

    private static func plot(
        _ id: String, _ title: String, _ label: String, _ time: AxisScale, _ series: [Plot.Series]
    ) -> Plot {
        var plot = Plot(
            id: "plot-\(id)", title: title, horizontal: time,
            horizontalLabel: time.high < 3600 ? "time since the start, min:s" : "time since the start, h:min:s",
            verticalLabel: label)
        plot.series = series
        return plot
    }

    private static func curve(
        _ digest: FlightDigest, _ channel: Channel, _ name: String, _ unit: String, _ decimals: Int, style: Int,
        form: Plot.Series.Form = .line
    ) -> Plot.Series {
        Plot.Series(
            name, unit: unit, decimals: decimals, style: style, form: form,
            points: digest.curves[channel]?.points ?? [])
    }

    private static func height(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "height", "Height and its sources", "height, m", time,
            [
                curve(digest, .barometer, "barometer", "m", 2, style: 2),
                curve(digest, .ultrasound, "ultrasound", "m", 2, style: 1),
                curve(digest, .height, "as the drone fuses it", "m", 2, style: 0),
            ])
        plot.absence = "no height was sent. Ultrasound and barometer need full navdata."
        return plot
    }

    private static func attitude(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "attitude", "Attitude against set-point", "angle, degrees", time,
            [
                curve(digest, .pitchSetpoint, "pitch set-point", "°", 1, style: 1),
                curve(digest, .rollSetpoint, "roll set-point", "°", 1, style: 3),
                curve(digest, .pitch, "pitch, nose up", "°", 1, style: 0),
                curve(digest, .roll, "roll, right side down", "°", 1, style: 2),
            ])
        plot.note =
            switch digest.setpointSource {
            case .drone: "Set-points as the drone's own controller had them."
            case .stick(let limit):
                "Set-points are the pilot's stick times the tilt limit of "
                    + ReportNumber.text(limit.degrees, decimals: 1, unit: "°")
                    + "; none while the pilot let the drone hover."
            case .none: "Set-points n/a: they need full navdata, or the drone's tilt limit in the recording."
            }
        plot.absence = "no attitude was sent."
        return plot
    }

    private static func yaw(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "yaw", "Yaw", "yaw, degrees", time,
            [curve(digest, .yaw, "yaw, clockwise from above", "°", 1, style: 0)])
        plot.verticalRange = -180...180
        plot.verticalStep = 90
        plot.absence = "no attitude was sent."
        plot.series[0].points = plot.series[0].points.withoutTurns
        return plot
    }

    private static func speeds(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "speed", "Speeds in the body's frame", "speed, m/s", time,
            [
                curve(digest, .forward, "forward", "m/s", 2, style: 0),
                curve(digest, .right, "to the right", "m/s", 2, style: 1),
                curve(digest, .climb, "up, from the height", "m/s", 2, style: 2),
            ])
        plot.note = "Forward and right come from the drone's optical flow, which reads up to 18 % low."
        plot.absence = "no speed was sent."
        return plot
    }

    private static func motors(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "motors", "Motors", "set-point, PWM of 255", time,
            [
                curve(digest, .frontLeft, "front left", "counts", 0, style: 0),
                curve(digest, .frontRight, "front right", "counts", 0, style: 1),
                curve(digest, .rearRight, "rear right", "counts", 0, style: 2),
                curve(digest, .rearLeft, "rear left", "counts", 0, style: 3),
            ])
        plot.verticalRange = 0...255
        plot.verticalStep = 50
        plot.limits = [Plot.Limit(250, "250: saturated"), Plot.Limit(217, "217: control limit, 85 %")]
        plot.absence = "no motor set-points were sent: they need full navdata, or the pwm option in demo navdata."
        return plot
    }

    private static func charge(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "charge", "Battery charge", "charge, percent", time,
            [curve(digest, .percent, "charge as the drone computes it", "%", 0, style: 0)])
        plot.verticalRange = 0...100
        plot.verticalStep = 25
        plot.limits = [Plot.Limit(20, "20 %: land")]
        plot.absence = "no charge was sent: the client never configured navdata."
        return plot
    }

    private static func volts(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "volts", "Battery voltage", "voltage, V", time,
            [curve(digest, .volts, "at the terminals", "V", 2, style: 0)])
        plot.limits = [Plot.Limit(10.2, "10.2 V: land"), Plot.Limit(9.6, "9.6 V: critical")]
        plot.absence = "no voltage was sent: it needs full navdata."
        return plot
    }

    private static func gaps(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "gaps", "Gaps on the link", "gap, s", time,
            [
                curve(digest, .navdataGap, "before a navdata packet", "s", 3, style: 0),
                curve(digest, .commandGap, "before a command datagram", "s", 3, style: 1),
            ])
        plot.verticalSpacing = .logarithmic
        plot.verticalRange = 0.001...1
        for (index, channel) in [Channel.navdataGap, .commandGap].enumerated() {
            // Only the longest gap of a slice matters. A millisecond is the least that the logarithmic axis shows.
            plot.series[index].points = (digest.curves[channel]?.peaks ?? []).map {
                PlotPoint(x: $0.x, y: max(1e-3, $0.y), startsRun: $0.startsRun)
            }
        }
        plot.limits = [Plot.Limit(0.5, "0.5 s: stop moving")]
        plot.note =
            digest.provenance.isSniffed
            ? "A third station listened on the air; what it missed is a gap here and may be none on the drone's link."
            : nil
        plot.absence = "neither navdata nor commands were heard twice."
        return plot
    }

    private static func wifi(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "wifi", "Wi-Fi quality", "quality, percent", time,
            [curve(digest, .wifi, "as the drone sees it", "%", 0, style: 0)])
        plot.verticalRange = 0...100
        plot.verticalStep = 25
        plot.absence = "no link quality was sent."
        return plot
    }

    private static func vibration(_ digest: FlightDigest, _ time: AxisScale) -> Plot {
        var plot = plot(
            "vibration", "Vibration", "vibration, m/s²", time,
            [curve(digest, .vibration, "acceleration above 5 Hz, root mean square", "m/s²", 2, style: 0)])
        plot.verticalRange = 0...5
        plot.limits = [Plot.Limit(4.9, "4.9 m/s²"), Plot.Limit(9.8, "9.8 m/s²")]
        plot.absence = "it needs accelerations at 50 Hz or more, which full navdata has."
        return plot
    }
}

extension [PlotPoint] {
    /// The same curve broken where an angle goes round from 180° to −180°.
    var withoutTurns: [PlotPoint] {
        var points = self
        for index in points.indices.dropFirst() where abs(points[index].y - points[index - 1].y) > 180 {
            points[index].startsRun = true
        }
        return points
    }
}
