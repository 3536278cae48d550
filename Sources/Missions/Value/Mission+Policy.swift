extension Mission {
    /// What ends a flight and what follows from a lost link, in sentences for the preflight.
    public var policy: [String] {
        func text(_ value: Double) -> String { MissionPayload.number(value) }
        func seconds(_ time: Duration) -> String { text(time / .seconds(1)) }
        var sentences = [
            "lands above \(text(limits.altitude)) m, beyond \(text(limits.radius * 1.2)) m (hovers beyond "
                + "\(text(limits.radius)) m), tilted over \(text(limits.tilt * 180 / .pi))°, sinking faster than "
                + "\(text(limits.descent)) m/s, below \(limits.battery) % or \(text(limits.voltage)) V, with a motor at "
                + "\(limits.motor) for 1 s",
            "link loss: hovers after \(seconds(limits.silenceHover)) s without navdata, lands after "
                + "\(seconds(limits.silenceLand)) s; without our commands the drone hovers by itself after 2 s",
        ]
        if let age = limits.payloadFixAge {
            sentences.append(
                "phone: hovers after \(seconds(age)) s without a position, lands after \(seconds(age * 3)) s")
        }
        if let silence = limits.stationSilence {
            sentences.append(
                "station: hovers when it was not heard for \(seconds(silence)) s, lands after \(seconds(silence * 3)) s"
            )
        }
        return sentences
    }
}
