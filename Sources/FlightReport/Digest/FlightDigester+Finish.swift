import DroneModel
import FlightRecording

extension FlightDigester {
    /// What the recording was.
    ///
    /// - Parameters:
    ///   - provenance: Where it comes from.
    ///   - reading: What the reader had to say of the file; nil for items without a file.
    public consuming func finish(_ provenance: Provenance, reading: ReadingFacts? = nil) -> FlightDigest {
        let duration = max(
            lastTime, manifest?.end.map { Double($0.durationNanoseconds) / 1e9 } ?? 0, reading?.duration ?? 0)
        states.finish(at: duration)
        link.finish(at: duration)
        let identity = playback.snapshot.identity
        let drone = DroneFacts(
            model: identity.generation?.description ?? manifest?.drone.model,
            firmware: identity.firmware?.description ?? manifest?.drone.firmware, hull: manifest?.hull)
        var curves: [Channel: EnvelopeSeries] = [:]
        for channel in Channel.allCases where !self.curves[channel.rawValue].isEmpty {
            curves[channel] = self.curves[channel.rawValue]
        }
        return FlightDigest(
            provenance: provenance, drone: drone, reality: reality, duration: duration, flights: flights.flights,
            omittedFlights: flights.omitted, battery: battery.facts, payloads: payloads,
            distance: integrator.distance, states: states.spans, omittedStates: states.omitted,
            timeInStates: states.timeInStates, checks: checks(provenance, reading), curves: curves,
            setpointSource: hasSetpoints
                ? .drone : curves[.pitchSetpoint] == nil ? .none : tiltLimit.map { .stick(limit: $0) } ?? .none,
            track: integrator.finish(isNorthUp: identity.generation == .ardrone2),
            phones: phones.facts(start: manifest.map { Double($0.clock.utcNanoseconds) / 1e9 }), events: events.events,
            omittedEvents: events.omitted, counters: playback.snapshot.link.counters)
    }

    private var reality: FlightDigest.Reality {
        if saysSimulated || manifest?.simulated == true { return .simulated(seed: manifest?.seed) }
        return manifest?.simulated == false ? .real : .unknown
    }

    // MARK: Checks

    private func checks(_ provenance: Provenance, _ reading: ReadingFacts?) -> [FlightCheck] {
        linkChecks(isSniffed: provenance.isSniffed) + powerChecks + motorChecks + bodyChecks + videoChecks
            + [clockCheck, recordingCheck(reading)]
    }

    private func time(_ seconds: Double?) -> String { seconds.map { ReportNumber.clock($0) } ?? "?" }

    private func linkChecks(isSniffed: Bool) -> [FlightCheck] {
        let counters = playback.snapshot.link.counters
        // What a listener in the air missed may have reached the one it was for.
        let sniffed =
            isSniffed ? " An upper bound: a third station listened, and what it missed may have arrived." : ""
        func judge(_ rule: CheckRule, _ number: Double?, _ finding: String) -> FlightCheck {
            isSniffed ? rule.judge(atMost: number, finding) : rule.judge(number, finding)
        }
        let gaps = link.navdataGaps
        let commands = link.commandGaps
        let all = counters.navdataValid + counters.navdataMissing
        let lost = all > 1 ? 100 * Double(counters.navdataMissing) / Double(all) : nil
        return [
            judge(
                .navdataGap,
                gaps.count > 0 ? gaps.highest : nil,
                gaps.count > 0
                    ? "longest in flight \(ReportNumber.text(gaps.highest, decimals: 3, unit: "s")) at "
                        + "\(time(gaps.highestTime)); 99 % within "
                        + "\(ReportNumber.text(gaps.percentile(0.99), decimals: 3, unit: "s"));"
                        + " links lost for 1 s: \(counters.losses).\(sniffed)"
                    : "no navdata in flight"),
            judge(
                .navdataLoss,
                lost,
                lost == nil
                    ? "no navdata"
                    : "\(ReportNumber.count(counters.navdataMissing)) of \(ReportNumber.count(all)) numbers missing, "
                        + "\(ReportNumber.count(counters.navdataDuplicates)) repeated, "
                        + "\(ReportNumber.count(counters.navdataRefused)) unreadable.\(sniffed)"),
            judge(
                .commandGap,
                commands.count > 0 ? commands.highest : nil,
                commands.count > 0
                    ? "longest in flight \(ReportNumber.text(commands.highest, decimals: 3, unit: "s")) at "
                        + "\(time(commands.highestTime)); 99 % within "
                        + "\(ReportNumber.text(commands.percentile(0.99), decimals: 3, unit: "s")).\(sniffed)"
                    : "no commands in flight"),
        ]
    }

    private var powerChecks: [FlightCheck] {
        let percent = battery.facts.lowestPercent
        let bit =
            battery.lowBitSince.map { "the drone's low-battery bit came on at \(time($0))" }
            ?? (packetsHeard ? "the drone's low-battery bit stayed off" : "nothing was heard")
        let volts = battery.lowestInFlight
        let sag = battery.largestSag
        return [
            CheckRule.sag.judge(
                sag?.volts,
                sag.map {
                    "from \(ReportNumber.text($0.rest, decimals: 2, unit: "V")) at rest to "
                        + "\(ReportNumber.text($0.load, decimals: 2, unit: "V")) after take-off"
                } ?? "needs voltage (full navdata) on the ground and in the air"),
            CheckRule.lowestVoltage.judge(
                volts?.volts,
                volts.map { "\(ReportNumber.text($0.volts, decimals: 2, unit: "V")) over 2 s, at \(time($0.time))" }
                    ?? "needs voltage (full navdata) in the air"),
            CheckRule.charge.judge(
                percent.map(Double.init), percent.map { "\($0)\u{A0}%; \(bit)" } ?? "no charge was sent; \(bit)"),
        ]
    }

    private var packetsHeard: Bool { playback.snapshot.link.counters.navdataValid > 0 }

    private var motorChecks: [FlightCheck] {
        // Ten seconds of hover are what the lift test asks for (lift physics 3.3).
        let means = motors.hoverTime >= 10 ? motors.hoverMeans : nil
        let missing = "needs motor set-points over 10 s of hover"
        let share = motors.airborne > 0 ? 100 * Double(motors.saturated) / Double(motors.airborne) : nil
        return [
            CheckRule.motorBalance.judge(
                means.map { $0.max() - $0.min() }, means.map(Self.balance) ?? missing),
            CheckRule.headroom.judge(
                means.map { 255 - $0.max() },
                means.map {
                    "busiest motor at \(ReportNumber.text($0.max(), decimals: 0)) of 255, mean of all "
                        + "\(ReportNumber.text($0.sum() / 4, decimals: 1))"
                } ?? missing),
            CheckRule.saturation.judge(
                share,
                share.map { share in
                    let run = motors.longestRun.map {
                        ", longest \(ReportNumber.text($0.seconds, decimals: 1, unit: "s")) at \(time($0.start))"
                    }
                    return "\(ReportNumber.text(share, decimals: 1, unit: "%")) of the time in the air\(run ?? "")"
                } ?? "needs motor set-points in the air"),
        ]
    }

    /// Which way the motors differ: to a side, along, or in the two diagonals, which is a propeller or a shaft.
    private static func balance(_ means: SIMD4<Double>) -> String {
        let names = ["front left", "front right", "rear right", "rear left"]
        let values = (0..<4).map { "\(names[$0]) \(ReportNumber.text(means[$0], decimals: 0))" }
        let parts: [(Double, String, String)] = [
            ((means[0] + means[3] - means[1] - means[2]) / 2, "heavy on the left", "heavy on the right"),
            ((means[0] + means[1] - means[2] - means[3]) / 2, "heavy in front", "heavy in the rear"),
            (
                (means[0] + means[2] - means[1] - means[3]) / 2,
                "front left with rear right work more: a propeller or shaft",
                "front right with rear left work more: a propeller or shaft"
            ),
        ]
        let largest = parts.max { abs($0.0) < abs($1.0) }
        let words = largest.flatMap { abs($0.0) < 3 ? nil : $0.0 > 0 ? $0.1 : $0.2 }
        return values.joined(separator: ", ") + (words.map { "; mostly \($0)" } ?? "")
    }

    private var bodyChecks: [FlightCheck] {
        let shake = airborneVibration
        let misses = [(CheckRule.ultrasound, ultrasoundMiss), (.barometer, barometerMiss)].map { rule, miss in
            rule.judge(
                miss.percentile(0.95),
                miss.count > 0
                    ? "mean \(ReportNumber.text(miss.mean, decimals: 2, unit: "m")), most "
                        + "\(ReportNumber.text(miss.highest, decimals: 2, unit: "m")) at \(time(miss.highestTime))"
                    : "needs full navdata in the air")
        }
        let causes: DroneStatus = [.emergency, .cutout, .motorProblem, .anglesOutOfRange, .userEmergency]
        let troubles: DroneStatus = [
            .ultrasoundDeaf, .tooMuchWind, .softwareFault, .communicationLost, .magnetometerNeedsCalibration,
        ]
        let found = seenStatus.intersection(troubles).setNames
        return [
            CheckRule.vibration.judge(
                shake.percentile(0.95),
                shake.count > 0
                    ? "95 % within \(ReportNumber.text(shake.percentile(0.95), decimals: 2, unit: "m/s²")), most "
                        + "\(ReportNumber.text(shake.highest, decimals: 1, unit: "m/s²")) at \(time(shake.highestTime))"
                    : "needs accelerations at 50 Hz or more (full navdata) in the air"),
            CheckRule.clipping.judge(
                clippedSamples.map(Double.init),
                clippedSamples.map { "\($0) samples at the end of the converter's scale" }
                    ?? "needs raw accelerations (full navdata) in the air"),
        ] + misses + [
            CheckRule.tilt.judge(
                tilt.count > 0 ? tilt.highest : nil,
                tilt.count > 0
                    ? "\(ReportNumber.text(tilt.highest, decimals: 1, unit: "°")) at \(time(tilt.highestTime))"
                    : "no attitude in the air"),
            CheckRule.emergency.judge(
                packetsHeard ? Double(emergencies) : nil,
                !packetsHeard
                    ? "no navdata"
                    : emergencies == 0
                        ? "none" : seenStatus.intersection(causes).setNames.joined(separator: ", ")),
            CheckRule.troubles.judge(
                packetsHeard ? Double(found.count) : nil,
                packetsHeard ? found.isEmpty ? "none" : found.joined(separator: ", ") : "no navdata"),
            CheckRule.cold.judge(
                temperatures?.lowest,
                temperatures.map { ReportNumber.text($0.lowest, decimals: 1, unit: "°C") }
                    ?? "needs the pressure sensor of a 2.0 (full navdata)"),
            CheckRule.heat.judge(
                temperatures?.highest,
                temperatures.map { ReportNumber.text($0.highest, decimals: 1, unit: "°C") }
                    ?? "needs the pressure sensor of a 2.0 (full navdata)"),
        ]
    }

    private var videoChecks: [FlightCheck] {
        let gaps = video.gaps
        let all = video.frames + video.missing
        let isThere = video.frames > 1
        return [
            CheckRule.videoGap.judge(
                isThere ? gaps.highest : nil,
                isThere
                    ? "longest \(ReportNumber.text(gaps.highest, decimals: 2, unit: "s")) at "
                        + "\(time(gaps.highestTime)); \(ReportNumber.count(video.frames)) frames"
                    : "no video in the recording"),
            CheckRule.videoLoss.judge(
                isThere ? 100 * Double(video.missing) / Double(all) : nil,
                isThere
                    ? "\(ReportNumber.count(video.missing)) of \(ReportNumber.count(all)) missing, "
                        + "\(video.damages) places damaged" : "no video in the recording"),
        ]
    }

    private var clockCheck: FlightCheck {
        let drift = clocks.drift
        return CheckRule.clockDrift.judge(
            drift.map { abs($0.partsPerMillion) },
            drift.map {
                "the drone's clock \($0.partsPerMillion >= 0 ? "loses" : "gains") "
                    + "\(ReportNumber.text(abs($0.partsPerMillion), decimals: 1)) \u{B1} "
                    + "\(ReportNumber.text(2 * $0.error, decimals: 1, unit: "ppm")) (95 %)"
            } ?? "needs a minute of the drone's own clock (full navdata)")
    }

    private func recordingCheck(_ reading: ReadingFacts?) -> FlightCheck {
        let dropped = manifest?.end?.dropped ?? droppedPackets
        // A manifest without an end is the mark of a program that died; then only its last count is known.
        let known = manifest == nil ? nil : dropped ?? 0
        var words: [String] = []
        if let known { words.append("\(ReportNumber.count(known)) packets lost by the recorder") }
        if manifest == nil { words.append("another program captured this and does not tell its losses") }
        if manifest != nil, manifest?.end == nil { words.append("the recording was not ended in order") }
        if let problem = manifest?.end?.problem { words.append(problem) }
        if let reading {
            if let damage = reading.damage { words.append("the file is damaged: \(damage)") }
            if reading.reversedTimes > 0 { words.append("\(reading.reversedTimes) time stamps go back") }
            if reading.problems > 0 { words.append("\(reading.problems) lines of the log unreadable") }
        }
        let harm = (known ?? 0) + (reading?.harm ?? 0) + (manifest?.end?.problem == nil ? 0 : 1)
        let isKnown = known != nil || harm > 0
        return CheckRule.recordingLoss.judge(isKnown ? Double(harm) : nil, words.joined(separator: "; "))
    }
}

/// What the reader had to say of a file.
public struct ReadingFacts: Equatable, Sendable {
    /// How long the capture is, from its first frame of any kind to its last, seconds.
    public var duration: Double
    /// Why the capture could not be read to its end; nil where it could.
    public var damage: String?
    /// Packets whose time lay before that of an earlier one.
    public var reversedTimes: Int
    /// Lines of the log that could not be read.
    public var problems: Int

    /// How many things went wrong.
    var harm: Int { (damage == nil ? 0 : 1) + reversedTimes + problems }
}
